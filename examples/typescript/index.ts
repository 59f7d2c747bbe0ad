// One image, from a local file.
import * as pulumi from "@pulumi/pulumi";
import * as ecl from "pulumi-ecl";

const config = new pulumi.Config();

const image = new ecl.Image("quickstart", {
    local_file_path: config.require("image"),
    name: config.get("name") ?? "quickstart",
    tags: config.getObject<string[]>("tags") ?? ["quickstart"],
    properties: config.getObject<Record<string, string>>("properties") ?? { os_distro: "ubuntu" },
});

export const { id, name, status, disk_format, size, checksum } = image;
