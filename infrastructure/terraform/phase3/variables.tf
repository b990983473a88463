variable "environment" {
  description = "dev, staging or prod."
  type        = string

  validation {
    condition     = contains(["dev", "staging", "prod"], var.environment)
    error_message = "environment must be dev, staging or prod."
  }
}

variable "profile" {
  description = "How much is paid for resilience: lean, standard or resilient (see README.md)."
  type        = string

  validation {
    condition     = contains(["lean", "standard", "resilient"], var.profile)
    error_message = "profile must be lean, standard or resilient."
  }
}

variable "account_id" {
  description = "The AWS account to build in; credentials of another one are refused."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be the 12 digits of an AWS account."
  }
}

variable "domain_name" {
  description = "The public name, for example app.example.com."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,}$", var.domain_name))
    error_message = "domain_name must be a lower-case DNS name without scheme or trailing dot."
  }
}

variable "zone_id" {
  description = "The public hosted zone of the domain."
  type        = string

  validation {
    condition     = can(regex("^Z[A-Z0-9]{8,31}$", var.zone_id))
    error_message = "zone_id must be a hosted zone's id, such as Z0123456789ABCDEFGHIJ."
  }
}

variable "owner" {
  description = "Who answers for the estate; a tag on everything."
  type        = string

  validation {
    condition     = length(trimspace(var.owner)) > 0
    error_message = "owner must not be empty."
  }
}

variable "cost_center" {
  description = "Who pays; a tag on everything."
  type        = string

  validation {
    condition     = length(trimspace(var.cost_center)) > 0
    error_message = "cost_center must not be empty."
  }
}

variable "alarm_emails" {
  description = "Who is told of alarms."
  type        = set(string)

  validation {
    condition     = length(var.alarm_emails) > 0 && alltrue([for it in var.alarm_emails : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", it))])
    error_message = "alarm_emails must be at least one e-mail address."
  }
}

variable "monthly_budget_usd" {
  description = "Spending that raises an alarm at 80 and 100 %."
  type        = number

  validation {
    condition     = var.monthly_budget_usd > 0
    error_message = "monthly_budget_usd must be positive."
  }
}

variable "writer_region" {
  description = "Where the database's writer is. Change it after a region failover (docs/runbooks/region-failover.md)."
  type        = string
  default     = "us-east-1"

  validation {
    condition     = contains(["us-east-1", "eu-west-1", "ap-southeast-1"], var.writer_region)
    error_message = "writer_region must be us-east-1, eu-west-1 or ap-southeast-1."
  }
}

variable "image_digests" {
  description = "Region to the digest of the image that runs there; deploy_phase3.sh moves one region at a time."
  type        = map(string)

  validation {
    condition     = toset(keys(var.image_digests)) == toset(["us-east-1", "eu-west-1", "ap-southeast-1"])
    error_message = "image_digests must have exactly us-east-1, eu-west-1 and ap-southeast-1."
  }

  validation {
    condition     = alltrue([for it in values(var.image_digests) : can(regex("^sha256:[0-9a-f]{64}$", it))])
    error_message = "image_digests must be sha256:<64 hex digits> each."
  }
}

variable "migration_digest" {
  description = "The digest of the image that migrates the database, before any region runs it. Null means the region's own."
  type        = string
  default     = null

  validation {
    condition     = var.migration_digest == null || can(regex("^sha256:[0-9a-f]{64}$", var.migration_digest))
    error_message = "migration_digest must be sha256:<64 hex digits>."
  }
}

variable "sizes" {
  description = "Region to the number of tasks of each service: at least, at most, at the first start."
  type        = map(object({ min = number, max = number, desired = number }))

  validation {
    condition     = toset(keys(var.sizes)) == toset(["us-east-1", "eu-west-1", "ap-southeast-1"])
    error_message = "sizes must have exactly us-east-1, eu-west-1 and ap-southeast-1."
  }

  validation {
    condition     = alltrue([for it in values(var.sizes) : it.min >= 2 && it.min <= it.desired && it.desired <= it.max])
    error_message = "sizes must satisfy 2 <= min <= desired <= max."
  }
}

variable "schedule" {
  description = "Floors known in advance, by region and name (see modules/autoscaling)."
  type        = map(map(object({ expression = string, timezone = string, min_size = number })))
  default     = {}

  validation {
    condition     = alltrue([for region in keys(var.schedule) : contains(["us-east-1", "eu-west-1", "ap-southeast-1"], region)])
    error_message = "schedule must be keyed by us-east-1, eu-west-1 or ap-southeast-1."
  }
}

variable "collect_origins" {
  description = "Sites that carry /collect.js and send events from there."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for it in var.collect_origins : can(regex("^https://[a-z0-9.-]+(:[0-9]+)?$", it))])
    error_message = "collect_origins must be origins with https and without a path, such as https://www.example.com."
  }
}

variable "offline" {
  description = "Plan without network and account, to check the configuration."
  type        = bool
  default     = false
}
