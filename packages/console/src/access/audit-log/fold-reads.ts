type Entry = { action: string; actor: { id: string } }

/** Reads are frequent: consecutive ones of one actor become a group; every other entry is a group of its own. */
export function foldReads<E extends Entry>(entries: readonly E[]): [E, ...E[]][] {
  const groups: [E, ...E[]][] = []
  for (const entry of entries) {
    const group = groups.at(-1)
    if (group !== undefined && isRead(entry) && isRead(group[0]) && hasSameActor(entry, group[0])) {
      group.push(entry)
    } else groups.push([entry])
  }
  return groups
}

function isRead({ action }: Entry): boolean {
  return action.endsWith('-read')
}

function hasSameActor(one: Entry, other: Entry): boolean {
  return one.actor.id === other.actor.id
}
