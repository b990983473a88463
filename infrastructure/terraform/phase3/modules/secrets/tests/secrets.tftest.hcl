mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

variables {
  name             = "riches-reach-test"
  account_id       = "123456789012"
  region           = "us-east-1"
  secret_names     = ["openai-api-key", "database-url-us-east-1"]
  replica_key_arns = { eu-west-1 = "arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-0000-0000-000000000000" }
}

run "rotates_and_replicates" {
  command = plan

  assert {
    condition     = aws_kms_key.this.enable_key_rotation
    error_message = "The key does not rotate."
  }

  assert {
    condition     = alltrue([for it in values(aws_secretsmanager_secret.this) : one(it.replica).region == "eu-west-1"])
    error_message = "A secret is missing in the other region."
  }

  assert {
    condition     = output.secret_arn_prefix == "arn:aws:secretsmanager:us-east-1:123456789012:secret:riches-reach-test/"
    error_message = "Tasks would look for their secrets elsewhere."
  }
}

run "only_a_key_where_secrets_arrive_as_replicas" {
  command = plan

  variables {
    secret_names     = []
    replica_key_arns = {}
  }

  assert {
    condition     = length(aws_secretsmanager_secret.this) == 0
    error_message = "A secret was made that its replica will collide with."
  }
}

run "refuses_what_cannot_be" {
  command = plan

  variables {
    name                 = "Riches Reach"
    account_id           = "12"
    region               = "Europe"
    secret_names         = ["Open AI"]
    replica_key_arns     = { europe = "arn" }
    recovery_window_days = 3
  }

  expect_failures = [var.name, var.account_id, var.region, var.secret_names, var.replica_key_arns, var.recovery_window_days]
}

run "refuses_name_read_as_suffix" {
  command = plan

  variables {
    secret_names = ["provider-openai"]
  }

  expect_failures = [var.secret_names]
}
