// Command sdkgen writes the SDK of a Pulumi package for Go or Node.js, as Pulumi's own language hosts do it
// (pulumi/pulumi, GeneratePackage of sdk/go/pulumi-language-go and sdk/nodejs/cmd/pulumi-language-nodejs). Those hosts
// come with the official CLI only; the code generators are packages of the module that go.mod pins.
//
//	sdkgen (go|nodejs) FOLDER LOADER < schema.json
//
// LOADER is the address where the engine gives the schemas of other packages.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	golang "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

func main() {
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(language, folder, address string) error {
	var spec schema.PackageSpec
	if err := json.NewDecoder(os.Stdin).Decode(&spec); err != nil {
		return err
	}
	loader, err := schema.NewLoaderClient(address)
	if err != nil {
		return err
	}
	pkg, problems, err := schema.BindSpec(spec, loader, schema.ValidationOptions{})
	if err != nil {
		return err
	}
	if problems.HasErrors() {
		return problems
	}
	files, err := generate(language, pkg, loader)
	if err != nil {
		return err
	}
	for name, text := range files {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func generate(language string, pkg *schema.Package, loader schema.ReferenceLoader) (map[string][]byte, error) {
	tool := "pulumi-language-" + language
	if language == "go" {
		return golang.GeneratePackage(tool, pkg, nil)
	}
	return nodejs.GeneratePackage(tool, pkg, nil, nil, true, loader)
}
