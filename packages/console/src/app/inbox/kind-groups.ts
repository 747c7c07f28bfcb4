import type { InboxCountView } from '@touchstone/contract'
import type { KindGroup, MenuGroup } from '../menu-items.ts'

/** The kinds that wait, grouped as the menu counts them. */
export function groupsOf(
  menu: readonly MenuGroup[],
  counts: readonly InboxCountView[],
): KindGroup[] {
  const places = menu.flatMap((group) => group.places)
  const groups = counts.map(({ kind }): KindGroup => {
    const place = places.find(({ kinds }) => kinds?.includes(kind))
    return place?.kinds === undefined
      ? { kinds: [kind] }
      : { kinds: place.kinds, label: place.label }
  })
  return groups.filter(
    ({ kinds: [first] }, place) => place === groups.findIndex(({ kinds }) => kinds[0] === first),
  )
}
