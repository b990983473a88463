variable "name" {
  description = "Name of the connection, for example riches-reach-prod-use1-euw1."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,60}$", var.name))
    error_message = "name must be 3 to 61 lower-case letters, digits and hyphens, starting with a letter."
  }
}

variable "requester" {
  description = "The network that asks: its id, range, and the route tables that need a way to the other."
  type = object({
    vpc_id          = string
    cidr            = string
    route_table_ids = map(string)
  })
}

variable "accepter" {
  description = "The network that is asked, and its region."
  type = object({
    vpc_id          = string
    cidr            = string
    region          = string
    route_table_ids = map(string)
  })

  validation {
    condition     = split(".", var.accepter.cidr)[0] != split(".", var.requester.cidr)[0] || split(".", var.accepter.cidr)[1] != split(".", var.requester.cidr)[1]
    error_message = "The two networks overlap. Peered networks need disjoint /16 ranges: change one region's cidr."
  }
}
