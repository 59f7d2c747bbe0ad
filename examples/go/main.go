// One image, from a local file.
package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"

	"pulumi-ecl/sdk/go/ecl"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		settings := config.New(ctx, "")
		name, tags, properties := "quickstart", []string{"quickstart"}, map[string]string{"os_distro": "ubuntu"}
		if given := settings.Get("name"); given != "" {
			name = given
		}
		for key, value := range map[string]any{"tags": &tags, "properties": &properties} {
			if settings.Get(key) != "" {
				settings.RequireObject(key, value)
			}
		}

		image, err := ecl.NewImage(ctx, "quickstart", &ecl.ImageArgs{
			Local_file_path: pulumi.String(settings.Require("image")),
			Name:            pulumi.String(name),
			Tags:            pulumi.ToStringArray(tags),
			Properties:      pulumi.ToStringMap(properties),
		})
		if err != nil {
			return err
		}

		ctx.Export("id", image.ID())
		ctx.Export("name", image.Name)
		ctx.Export("status", image.Status)
		ctx.Export("disk_format", image.Disk_format)
		ctx.Export("size", image.Size)
		ctx.Export("checksum", image.Checksum)
		return nil
	})
}
