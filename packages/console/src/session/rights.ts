import type { Member } from './session.ts'

/**
 * What the pages offer to whom. The server holds every call against the policy of its room anyway;
 * here nobody is shown a button that it would refuse.
 */
export type Rights = {
  decide: boolean
  sendListings: boolean
  changeCatalog: boolean
  manageMembers: boolean
  readLog: boolean
  /** The engine is one for all organisations. */
  reviseEngine: boolean
}

export function rightsOf({
  person,
  organisation: { roles },
}: Pick<Member, 'person' | 'organisation'>): Rights {
  const works = roles.includes('admin') || roles.includes('analyst')
  return {
    decide: roles.some((role) => role !== 'auditor'),
    sendListings: works,
    changeCatalog: works,
    manageMembers: roles.includes('admin'),
    readLog: roles.includes('admin') || roles.includes('auditor'),
    reviseEngine: person.installationAdmin,
  }
}
