mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

variables {
  name               = "riches-reach-test-eu-west-1"
  account_id         = "123456789012"
  region             = "eu-west-1"
  cidr               = "10.1.0.0/16"
  availability_zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
  kms_key_arn        = "arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-0000-0000-000000000000"
}

run "three_tiers_in_three_zones" {
  command = plan

  assert {
    condition     = [for letter in ["a", "b", "c"] : aws_subnet.private[letter].cidr_block] == ["10.1.16.0/20", "10.1.32.0/20", "10.1.48.0/20"]
    error_message = "The private subnets have moved; running tasks would lose theirs."
  }

  assert {
    condition     = length(distinct([for it in concat(values(aws_subnet.public), values(aws_subnet.private), values(aws_subnet.data)) : it.cidr_block])) == 9
    error_message = "Two subnets share a range."
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 1
    error_message = "One NAT gateway is the default."
  }
}

run "nat_gateway_in_every_zone" {
  command = plan

  variables {
    nat_gateways = 3
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 3 && local.nat_of == { a = "a", b = "b", c = "c" }
    error_message = "A zone leaves by another zone's gateway."
  }
}

run "refuses_bad_name" {
  command = plan

  variables {
    name = "Riches Reach"
  }

  expect_failures = [var.name]
}

run "refuses_bad_account" {
  command = plan

  variables {
    account_id = "12"
  }

  expect_failures = [var.account_id]
}

run "refuses_bad_region" {
  command = plan

  variables {
    region = "Europe"
  }

  expect_failures = [var.region]
}

run "refuses_public_range" {
  command = plan

  variables {
    cidr = "8.8.0.0/16"
  }

  expect_failures = [var.cidr]
}

run "refuses_small_range" {
  command = plan

  variables {
    cidr = "10.1.0.0/24"
  }

  expect_failures = [var.cidr]
}

run "refuses_two_zones" {
  command = plan

  variables {
    availability_zones = ["eu-west-1a", "eu-west-1b"]
  }

  expect_failures = [var.availability_zones]
}

run "refuses_zone_twice" {
  command = plan

  variables {
    availability_zones = ["eu-west-1a", "eu-west-1a", "eu-west-1b"]
  }

  expect_failures = [var.availability_zones]
}

run "refuses_foreign_zone" {
  command = plan

  variables {
    availability_zones = ["eu-west-1a", "eu-west-1b", "us-east-1c"]
  }

  expect_failures = [var.availability_zones]
}

run "refuses_no_nat" {
  command = plan

  variables {
    nat_gateways = 0
  }

  expect_failures = [var.nat_gateways]
}

run "refuses_odd_retention" {
  command = plan

  variables {
    log_retention_days = 45
  }

  expect_failures = [var.log_retention_days]
}
