variable "environment" {
  description = "dev, staging or prod; each in its own account."
  type        = string

  validation {
    condition     = contains(["dev", "staging", "prod"], var.environment)
    error_message = "environment must be dev, staging or prod."
  }
}

variable "account_id" {
  description = "The AWS account."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be the 12 digits of an AWS account."
  }
}

variable "github_repository" {
  description = "owner/name of the repository whose workflow deploys."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", var.github_repository))
    error_message = "github_repository must be owner/name; a wildcard would let others deploy."
  }
}

variable "owner" {
  description = "Who answers for it; a tag on everything."
  type        = string
  default     = "platform"
}

variable "cost_center" {
  description = "Who pays; a tag on everything."
  type        = string
  default     = "riches-reach"
}
