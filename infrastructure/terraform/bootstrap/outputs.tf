output "deploy_role_arn" {
  description = "Set it as the variable DEPLOY_ROLE_ARN of the GitHub environment."
  value       = aws_iam_role.deploy.arn
}

output "state_bucket" {
  description = "The bucket in envs/<environment>.s3.tfbackend."
  value       = aws_s3_bucket.state.bucket
}
