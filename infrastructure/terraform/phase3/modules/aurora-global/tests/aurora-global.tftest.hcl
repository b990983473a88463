mock_provider "aws" {
  alias = "primary"

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

mock_provider "aws" {
  alias = "second"

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

mock_provider "aws" {
  alias = "third"

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

variables {
  name                  = "riches-reach-test"
  environment           = "staging"
  instance_class        = "db.serverless"
  instances             = { primary = 2, secondary = 1 }
  backup_retention_days = 7
  master_password       = "0123456789abcdef0123456789"
  account_id            = "123456789012"
  regions = {
    primary = { region = "us-east-1", vpc_id = "vpc-us", subnet_ids = ["subnet-0a", "subnet-0b"], kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000", client_security_group_ids = { tasks = "sg-0a" } }
    second  = { region = "eu-west-1", vpc_id = "vpc-eu", subnet_ids = ["subnet-0a", "subnet-0b"], kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-0000-0000-000000000000", client_security_group_ids = { tasks = "sg-0a" } }
    third   = { region = "ap-southeast-1", vpc_id = "vpc-ap", subnet_ids = ["subnet-0a", "subnet-0b"], kms_key_arn = "arn:aws:kms:ap-southeast-1:123456789012:key/00000000-0000-0000-0000-000000000000", client_security_group_ids = { tasks = "sg-0a" } }
  }
}

run "one_writer_and_two_copies" {
  command = plan

  assert {
    condition     = aws_rds_global_cluster.this.storage_encrypted && aws_rds_global_cluster.this.deletion_protection
    error_message = "The database is open or can be deleted."
  }

  assert {
    condition     = output.cluster_ids == { us-east-1 = "riches-reach-test-us-east-1", eu-west-1 = "riches-reach-test-eu-west-1", ap-southeast-1 = "riches-reach-test-ap-southeast-1" }
    error_message = "A region lacks its cluster."
  }
}

run "refuses_what_cannot_be" {
  command = plan

  variables {
    name                    = "riches--reach"
    environment             = "production"
    engine_version          = "13.4"
    instance_class          = "db.t4g.medium"
    serverless_capacity     = { min = 8, max = 2 }
    master_password         = "short"
    master_password_version = 0
    regions = {
      primary = { region = "us-east-1", vpc_id = "vpc-us", subnet_ids = ["subnet-0a", "subnet-0b"], kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000", client_security_group_ids = { tasks = "sg-0a" } }
      second  = { region = "us-east-1", vpc_id = "vpc-us", subnet_ids = ["subnet-0a", "subnet-0b"], kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000", client_security_group_ids = { tasks = "sg-0a" } }
      third   = { region = "eu-west-1", vpc_id = "vpc-eu", subnet_ids = ["subnet-0a", "subnet-0b"], kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-0000-0000-000000000000", client_security_group_ids = { tasks = "sg-0a" } }
    }
    account_id = "12"
  }

  expect_failures = [var.name, var.environment, var.engine_version, var.instance_class, var.serverless_capacity, var.master_password, var.master_password_version, var.regions, var.account_id]
}

run "refuses_what_cannot_be_too" {
  command = plan

  variables {
    instances             = { primary = 0, secondary = 1 }
    backup_retention_days = 1
    regions = {
      primary = { region = "us-east-1", vpc_id = "vpc-us", subnet_ids = ["subnet-0a"], kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000", client_security_group_ids = { tasks = "sg-0a" } }
      second  = { region = "eu-west-1", vpc_id = "vpc-eu", subnet_ids = ["subnet-0a"], kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-0000-0000-000000000000", client_security_group_ids = { tasks = "sg-0a" } }
      third   = { region = "ap-southeast-1", vpc_id = "vpc-ap", subnet_ids = ["subnet-0a"], kms_key_arn = "arn:aws:kms:ap-southeast-1:123456789012:key/00000000-0000-0000-0000-000000000000", client_security_group_ids = { tasks = "sg-0a" } }
    }
  }

  expect_failures = [var.instances, var.backup_retention_days, var.regions]
}

run "refuses_lonely_writer_in_prod" {
  command = plan

  variables {
    environment           = "prod"
    backup_retention_days = 35
    instances             = { primary = 1, secondary = 1 }
  }

  expect_failures = [var.instances]
}

run "refuses_short_backup_in_prod" {
  command = plan

  variables {
    environment           = "prod"
    backup_retention_days = 14
  }

  expect_failures = [var.backup_retention_days]
}
