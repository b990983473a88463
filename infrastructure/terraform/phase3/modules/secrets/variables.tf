variable "name" {
  description = "Prefix of the secrets' and the key's names, for example riches-reach-prod."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,40}$", var.name))
    error_message = "name must be 3 to 41 lower-case letters, digits and hyphens, starting with a letter."
  }
}

variable "account_id" {
  description = "The AWS account that owns the key."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be the 12 digits of an AWS account."
  }
}

variable "region" {
  description = "The region of the provider handed to this module."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}-[a-z]+-[0-9]$", var.region))
    error_message = "region must look like us-east-1."
  }
}

variable "secret_names" {
  description = "Secrets made in this region; empty where they only arrive as replicas. Values are put by deploy_phase3.sh, never by Terraform."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for it in var.secret_names : can(regex("^[a-z0-9-]{3,40}$", it))])
    error_message = "secret_names must be 3 to 40 lower-case letters, digits and hyphens each."
  }

  # An ARN without its random suffix is how tasks name a secret; a name that itself ends in a hyphen and six
  # characters reads as an ARN with one, and the look-up fails at start.
  validation {
    condition     = alltrue([for it in var.secret_names : !can(regex("-[A-Za-z0-9]{6}$", it))])
    error_message = "secret_names must not end in a hyphen and exactly six characters: AWS reads that as the ARN's own suffix."
  }
}

variable "replica_key_arns" {
  description = "Region to key, for the regions that get a replica of every secret."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for region in keys(var.replica_key_arns) : can(regex("^[a-z]{2}-[a-z]+-[0-9]$", region))])
    error_message = "replica_key_arns must be keyed by region, such as eu-west-1."
  }
}

variable "recovery_window_days" {
  description = "How long a deleted secret or key can be brought back."
  type        = number
  default     = 30

  validation {
    condition     = var.recovery_window_days >= 7 && var.recovery_window_days <= 30
    error_message = "recovery_window_days must be from 7 to 30."
  }
}
