import { listOf, objectOf, textOf } from '../json.ts';
import type { Plan, Resource } from '../plan.ts';
import { each, judgeAll, type Rule } from '../rule.ts';

const WORLD = new Set(['0.0.0.0/0', '::/0']);
const INGRESS = 'aws_vpc_security_group_ingress_rule';

export const networkRules: readonly Rule[] = [
  {
    id: 'RR-S01',
    severity: 'critical',
    title: 'Nobody lets the world in',
    why: 'An address range of 0.0.0.0/0 opens the port to every scanner there is.',
    fix: 'Name a prefix list or another security group instead.',
    mapping: ['AVD-AWS-0107'],
    check: (plan) => [
      ...each(
        plan,
        INGRESS,
        (it) =>
          ['cidr_ipv4', 'cidr_ipv6'].some((name) => WORLD.has(textOf(it.get(name)))) &&
          'It lets in every address.',
      ),
      ...each(
        plan,
        'aws_security_group',
        (it) => JSON.stringify(it.after.ingress ?? []).includes('0.0.0.0/0') && 'It lets in every address.',
      ),
    ],
  },
  {
    id: 'RR-S02',
    severity: 'critical',
    title: 'Public load balancers admit CloudFront and health checkers on 443 only',
    why: 'Whoever reaches the load balancer directly walks around the firewall at the edge.',
    fix: 'Use prefix_list_id with the two AWS lists, ports 443 to 443.',
    mapping: ['AVD-AWS-0053'],
    check: (plan) =>
      publicLoadBalancers(plan).flatMap((balancer) => {
        const groups = new Set(
          plan.linked(balancer, 'security_groups', 'aws_security_group').map((it) => it.address),
        );
        const doors = plan
          .of(INGRESS)
          .filter((it) => attached(plan, it).some((group) => groups.has(group.address)));
        if (doors.length === 0)
          return [{ address: balancer.address, problem: 'No door to it can be found in the plan.' }];
        return judgeAll(doors, (it) => {
          if (!textOf(it.get('prefix_list_id')).startsWith('pl-'))
            return 'It is not one of the AWS prefix lists.';
          return (it.get('from_port') !== 443 || it.get('to_port') !== 443) && 'It opens more than port 443.';
        });
      }),
  },
  {
    id: 'RR-S04',
    severity: 'medium',
    title: 'The default security group is empty',
    why: 'Whatever is started without a group falls into it, and its members may talk to each other.',
    fix: 'Adopt it with aws_default_security_group, ingress = [] and egress = [].',
    mapping: ['AVD-AWS-0173'],
    check: (plan) =>
      each(plan, 'aws_vpc', (vpc) => {
        const group = plan
          .of('aws_default_security_group')
          .find((it) => plan.linked(it, 'vpc_id', 'aws_vpc').includes(vpc));
        if (group === undefined) return 'Its default security group is not adopted.';
        return (
          listOf(group.get('ingress')).length + listOf(group.get('egress')).length > 0 &&
          `${group.address} has rules.`
        );
      }),
  },
  {
    id: 'RR-S05',
    severity: 'medium',
    title: 'All traffic of a network is logged',
    why: 'After an intrusion the flow log is the only witness of who talked to whom.',
    fix: 'Add an aws_flow_log with traffic_type ALL.',
    mapping: ['AVD-AWS-0178'],
    check: (plan) =>
      each(plan, 'aws_vpc', (vpc) => {
        const logs = plan
          .of('aws_flow_log')
          .filter((it) => plan.linked(it, 'vpc_id', 'aws_vpc').includes(vpc));
        return !logs.some((it) => it.get('traffic_type') === 'ALL') && 'Not all of its traffic is logged.';
      }),
  },
  {
    id: 'RR-S06',
    severity: 'high',
    title: 'Data subnets have no way to the internet',
    why: 'A database that cannot reach the internet cannot be talked into sending its content there.',
    fix: 'Take the route away from the data route table.',
    mapping: [],
    check: (plan) => {
      const tables = new Set(
        plan.of('aws_route_table_association').flatMap((it) => {
          const subnets = plan.linked(it, 'subnet_id', 'aws_subnet');
          const data = subnets.some((subnet) => objectOf(subnet.after.tags).Tier === 'data');
          return data
            ? plan.linked(it, 'route_table_id', 'aws_route_table').map((table) => table.address)
            : [];
        }),
      );
      const routes = plan
        .of('aws_route')
        .filter((it) =>
          plan.linked(it, 'route_table_id', 'aws_route_table').some((table) => tables.has(table.address)),
        );
      return judgeAll(routes, (it) => {
        const peered = plan.linked(it, 'vpc_peering_connection_id').length > 0;
        return (
          (!peered || WORLD.has(textOf(it.get('destination_cidr_block')))) &&
          !isOtherTable(plan, it, tables) &&
          'It leads out of the data subnets.'
        );
      });
    },
  },
  {
    id: 'RR-S07',
    severity: 'high',
    title: 'Networks do not overlap',
    why: 'Peered networks with common addresses cannot be routed; renumbering a live one is a rebuild.',
    fix: 'Give each region its own /16.',
    mapping: [],
    check: (plan) => {
      const vpcs = plan.of('aws_vpc');
      return judgeAll(vpcs, (it) => {
        const other = vpcs.find(
          (that) => that !== it && overlap(textOf(it.get('cidr_block')), textOf(that.get('cidr_block'))),
        );
        return other && `It overlaps ${other.address}.`;
      });
    },
  },
  {
    id: 'RR-S08',
    severity: 'high',
    title: 'Peerings are accepted and routed both ways',
    why: 'A peering without its acceptance or a way back looks ready and carries nothing.',
    fix: 'Add the accepter and a route on each side.',
    mapping: [],
    check: (plan) =>
      each(plan, 'aws_vpc_peering_connection', (it) => {
        const accepters = plan
          .of('aws_vpc_peering_connection_accepter')
          .filter((that) => plan.linked(that, 'vpc_peering_connection_id').includes(it));
        if (!accepters.some((that) => that.get('auto_accept') === true)) return 'Nobody accepts it.';
        const routes = plan
          .of('aws_route')
          .filter((that) =>
            plan
              .linked(that, 'vpc_peering_connection_id')
              .some((end) => end === it || accepters.includes(end)),
          );
        const ends = [...plan.linked(it, 'vpc_id', 'aws_vpc'), ...plan.linked(it, 'peer_vpc_id', 'aws_vpc')];
        const lost = ends.find(
          (vpc) => !routes.some((route) => route.get('destination_cidr_block') === vpc.get('cidr_block')),
        );
        return (
          (ends.length !== 2 && 'Its two networks cannot be found.') ||
          (lost && `No route leads to ${lost.address}.`)
        );
      }),
  },
];

/** Load balancers that have an address on the internet. */
export function publicLoadBalancers(plan: Plan): Resource[] {
  return plan.of('aws_lb').filter((it) => it.get('internal') !== true);
}

function attached(plan: Plan, rule: Resource): Resource[] {
  return plan.linked(rule, 'security_group_id', 'aws_security_group');
}

// A route in a for_each over several tables refers to all of them; its own key tells which one it is in.
function isOtherTable(plan: Plan, route: Resource, data: ReadonlySet<string>): boolean {
  const tables = plan.linked(route, 'route_table_id', 'aws_route_table');
  return tables.some((table) => !data.has(table.address)) && !route.address.includes('"data"');
}

function overlap(left: string, right: string): boolean {
  const [a, b] = [range(left), range(right)];
  return a.from <= b.to && b.from <= a.to;
}

function range(cidr: string): { from: number; to: number } {
  const [address = '', bits = '32'] = cidr.split('/');
  const from = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return { from, to: from + 2 ** (32 - Number(bits)) - 1 };
}
