// Command kube-apiserver is the Kubernetes API server as published, without the rest of the
// Kubernetes build: the end-to-end tests run against it instead of against an imitation.
package main

import (
	"os"

	"k8s.io/component-base/cli"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"

	_ "k8s.io/component-base/logs/json/register"
)

func main() {
	os.Exit(cli.Run(app.NewAPIServerCommand()))
}
