variable "name" {
  description = "Name of the region's cluster."
  type        = string
}

variable "network" {
  description = "The region's network and key."
  type        = object({ region = string, vpc_id = string, subnet_ids = list(string), kms_key_arn = string, client_security_group_ids = map(string) })
}

variable "instances" {
  description = "Instances in the region."
  type        = number
}

variable "settings" {
  description = "What the three regions have in common; aurora-global validates it."
  type = object({
    global_cluster_identifier = string
    environment               = string
    engine_version            = string
    instance_class            = string
    serverless_capacity       = object({ min = number, max = number })
    backup_retention_days     = number
    account_id                = string
  })
}

variable "is_writer" {
  description = "Whether the cluster is made with the database's owner; a secondary inherits it."
  type        = bool
  default     = false
}

variable "joins" {
  description = "The writer's cluster, which a secondary waits for. (depends_on would hide the policies from the plan.)"
  type        = string
  default     = null
}

variable "master_password" {
  description = "The owner's password, for the writer only."
  type        = string
  default     = null
  sensitive   = true
  ephemeral   = true
}

variable "master_password_version" {
  description = "Raise it to set a new password."
  type        = number
  default     = null
}
