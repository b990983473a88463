locals {
  zones = { for index, zone in var.availability_zones : substr(zone, -1, 1) => { index = index, zone = zone } }
  nat   = { for letter, it in local.zones : letter => it if it.index < var.nat_gateways }
  # A zone without its own gateway leaves by the first zone's.
  nat_of = { for letter, it in local.zones : letter => contains(keys(local.nat), letter) ? letter : keys(local.nat)[0] }
}

resource "aws_vpc" "this" {
  cidr_block           = var.cidr
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = { Name = var.name }
}

# The group that AWS makes lets its members talk to each other; without rules nothing can lean on it by accident.
resource "aws_default_security_group" "closed" {
  vpc_id = aws_vpc.this.id
  # Stated, so that a rule added by hand is seen and taken away.
  ingress = []
  egress  = []
}

resource "aws_subnet" "public" {
  for_each = local.zones

  vpc_id                  = aws_vpc.this.id
  availability_zone       = each.value.zone
  cidr_block              = cidrsubnet(var.cidr, 8, each.value.index)
  map_public_ip_on_launch = false

  tags = { Name = "${var.name}-public-${each.key}", Tier = "public" }
}

resource "aws_subnet" "private" {
  for_each = local.zones

  vpc_id            = aws_vpc.this.id
  availability_zone = each.value.zone
  cidr_block        = cidrsubnet(var.cidr, 4, each.value.index + 1)

  tags = { Name = "${var.name}-private-${each.key}", Tier = "private" }
}

resource "aws_subnet" "data" {
  for_each = local.zones

  vpc_id            = aws_vpc.this.id
  availability_zone = each.value.zone
  cidr_block        = cidrsubnet(var.cidr, 8, each.value.index + 8)

  tags = { Name = "${var.name}-data-${each.key}", Tier = "data" }
}
