import { accountabilityGroups, type AccountabilityGroup } from './figure-groups.ts'

/** What an address says of the figures to be shown. */
export function readAccountabilitySearch(search: Record<string, unknown>): {
  by?: AccountabilityGroup
} {
  const by = accountabilityGroups.find((one) => one === search['by'])
  return by === undefined ? {} : { by }
}
