terraform {
  required_version = ">= 1.11, < 2.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }

  # terraform init -backend-config=envs/<environment>.s3.tfbackend
  backend "s3" {
    use_lockfile = true
    encrypt      = true
  }
}
