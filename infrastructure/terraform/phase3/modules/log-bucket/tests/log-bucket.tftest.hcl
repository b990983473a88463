mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

variables {
  name            = "riches-reach-test-alb-123456789012"
  account_id      = "123456789012"
  writer_services = ["logdelivery.elasticloadbalancing.amazonaws.com"]
  encryption      = "s3"
}

run "closed_and_encrypted" {
  command = plan

  assert {
    condition     = aws_s3_bucket_public_access_block.this.block_public_acls && aws_s3_bucket_public_access_block.this.block_public_policy && aws_s3_bucket_public_access_block.this.ignore_public_acls && aws_s3_bucket_public_access_block.this.restrict_public_buckets
    error_message = "The bucket can be made public."
  }

  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256"
    error_message = "Load balancers deliver under SSE-S3 only."
  }

  assert {
    condition     = aws_s3_bucket_versioning.this.versioning_configuration[0].status == "Enabled"
    error_message = "A log can be overwritten."
  }
}

run "own_key_where_the_writer_can_use_it" {
  command = plan

  variables {
    encryption      = "kms"
    kms_key_arn     = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000"
    writer_services = ["cloudtrail.amazonaws.com"]
  }

  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default).sse_algorithm == "aws:kms"
    error_message = "The key is not used."
  }
}

run "refuses_what_cannot_be" {
  command = plan

  variables {
    name            = "Logs_Bucket"
    account_id      = "12"
    writer_services = []
    encryption      = "none"
    expire_days     = 1
  }

  expect_failures = [var.name, var.account_id, var.writer_services, var.encryption, var.expire_days]
}

run "refuses_stranger" {
  command = plan

  variables {
    writer_services = ["example.com"]
  }

  expect_failures = [var.writer_services]
}
