# Mocked plans of the whole estate. A refused variable stops the rest, so those runs are cheap.
mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

mock_provider "aws" {
  alias = "eu_west_1"

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

mock_provider "aws" {
  alias = "ap_southeast_1"

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

variables {
  environment        = "prod"
  profile            = "standard"
  account_id         = "123456789012"
  domain_name        = "app.example.com"
  zone_id            = "Z0123456789ABCDEFGHIJ"
  owner              = "platform"
  cost_center        = "riches-reach"
  alarm_emails       = ["oncall@example.com"]
  monthly_budget_usd = 4000
  sizes              = { us-east-1 = { min = 2, max = 10, desired = 3 }, eu-west-1 = { min = 2, max = 10, desired = 2 }, ap-southeast-1 = { min = 2, max = 10, desired = 2 } }
  prefix_lists       = { us-east-1 = { cloudfront = "pl-3b927c52", health_checkers = "pl-0a1b2c3d4e5f60001" }, eu-west-1 = { cloudfront = "pl-3b927c53", health_checkers = "pl-0a1b2c3d4e5f60002" }, ap-southeast-1 = { cloudfront = "pl-3b927c54", health_checkers = "pl-0a1b2c3d4e5f60003" } }
  image_digests      = { us-east-1 = "sha256:0000000000000000000000000000000000000000000000000000000000000000", eu-west-1 = "sha256:0000000000000000000000000000000000000000000000000000000000000000", ap-southeast-1 = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  origin_secret      = "0123456789abcdef0123456789abcdef"
  redis_auth_token   = "0123456789abcdef0123456789abcdef"
  database_password  = "0123456789abcdef0123456789"
}

run "prod_is_what_the_specification_shows" {
  command = plan

  assert {
    condition     = local.name == "riches-reach-prod"
    error_message = "The names have moved."
  }

  assert {
    condition     = module.ecs_cluster_us_east_1.cluster_name == "riches-reach-prod-us-east-1"
    error_message = "The cluster is not named as the specification names it."
  }

  assert {
    condition     = !contains(keys(local.settings["us-east-1"]), "INGEST_FORWARD_URL") && local.settings["eu-west-1"].INGEST_FORWARD_URL == "https://us-east-1.ingest.app.example.com"
    error_message = "Events would not reach the writer."
  }

  assert {
    condition     = local.secrets["eu-west-1"].DATABASE_URL == "arn:aws:secretsmanager:eu-west-1:123456789012:secret:riches-reach-prod/database-url-eu-west-1"
    error_message = "A region would read the database of another region."
  }

  assert {
    condition     = output.address == "https://app.example.com"
    error_message = "The address is wrong."
  }
}

run "refuses_what_cannot_be" {
  command = plan

  variables {
    environment               = "production"
    profile                   = "cheap"
    account_id                = "12"
    domain_name               = "https://app.example.com"
    zone_id                   = "zone"
    owner                     = " "
    cost_center               = ""
    alarm_emails              = []
    monthly_budget_usd        = -1
    writer_region             = "us-west-2"
    image_digests             = { us-east-1 = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    migration_digest          = "latest"
    sizes                     = { us-east-1 = { min = 2, max = 10, desired = 3 } }
    cidrs                     = { us-east-1 = "10.0.0.0/16" }
    prefix_lists              = {}
    origin_secret             = "short"
    redis_auth_token          = "short"
    database_password         = "short"
    database_password_version = 1.5
  }

  expect_failures = [var.environment, var.profile, var.account_id, var.domain_name, var.zone_id, var.owner, var.cost_center, var.alarm_emails, var.monthly_budget_usd, var.writer_region, var.image_digests, var.migration_digest, var.sizes, var.cidrs, var.prefix_lists, var.origin_secret, var.redis_auth_token, var.database_password, var.database_password_version]
}

run "refuses_what_cannot_be_too" {
  command = plan

  variables {
    image_digests      = { us-east-1 = "latest", eu-west-1 = "latest", ap-southeast-1 = "latest" }
    sizes              = { us-east-1 = { min = 1, max = 10, desired = 1 }, eu-west-1 = { min = 2, max = 10, desired = 2 }, ap-southeast-1 = { min = 2, max = 10, desired = 2 } }
    cidrs              = { us-east-1 = "10.0.0.0/20", eu-west-1 = "10.1.0.0/16", ap-southeast-1 = "10.2.0.0/16" }
    availability_zones = { us-east-1 = ["us-east-1a", "us-east-1b", "eu-west-1c"] }
    prefix_lists       = { us-east-1 = { cloudfront = "0.0.0.0/0", health_checkers = "pl-0a1b2c3d4e5f60001" }, eu-west-1 = { cloudfront = "pl-3b927c53", health_checkers = "pl-0a1b2c3d4e5f60002" }, ap-southeast-1 = { cloudfront = "pl-3b927c54", health_checkers = "pl-0a1b2c3d4e5f60003" } }
  }

  expect_failures = [var.image_digests, var.sizes, var.cidrs, var.availability_zones, var.prefix_lists]
}

run "refuses_what_cannot_be_as_well" {
  command = plan

  variables {
    schedule        = { us-west-2 = {} }
    collect_origins = ["*"]
    cidrs           = { us-east-1 = "10.0.0.0/16", eu-west-1 = "10.0.128.0/16", ap-southeast-1 = "10.2.0.0/16" }
  }

  expect_failures = [var.schedule, var.collect_origins, var.cidrs]
}
