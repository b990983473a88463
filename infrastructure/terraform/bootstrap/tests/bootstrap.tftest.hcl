mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

variables {
  environment       = "prod"
  account_id        = "123456789012"
  github_repository = "example/riches-reach"
}

run "state_and_images_are_guarded" {
  command = plan

  assert {
    condition     = aws_s3_bucket_versioning.state.versioning_configuration[0].status == "Enabled" && aws_s3_bucket_public_access_block.state.restrict_public_buckets
    error_message = "The state can be lost or read."
  }

  assert {
    condition     = aws_ecr_repository.this.image_tag_mutability == "IMMUTABLE"
    error_message = "A pushed image can be replaced."
  }

  assert {
    condition     = length(aws_ecr_replication_configuration.this.replication_configuration[0].rule[0].destination) == 2
    error_message = "A region would pull from another one."
  }
}

run "refuses_what_cannot_be" {
  command = plan

  variables {
    environment       = "production"
    account_id        = "12"
    github_repository = "example/*"
  }

  expect_failures = [var.environment, var.account_id, var.github_repository]
}
