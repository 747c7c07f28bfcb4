import {
  actsForInstallation,
  hasScope,
  isMember,
  seesWholeOrganisation,
  type Actor,
} from '../../access/organisations/index.ts'

type Member = Exclude<Actor, { kind: 'operator' }>

/** Codes concern the whole organisation, whatever brands a member is limited to. */
export function mayReadCodes(actor: Actor): actor is Member {
  return (isMember(actor) || hasScope(actor, 'codes:read')) && seesWholeOrganisation(actor)
}

/** Whoever issues codes decides what is known of goods: admins and analysts, and keys with the scope. */
export function mayIssueCodes(actor: Actor): actor is Member {
  const isTrusted =
    isMember(actor) && actor.roles.some((role) => role === 'admin' || role === 'analyst')
  return (isTrusted || hasScope(actor, 'codes:write')) && seesWholeOrganisation(actor)
}

/** Members hold goods in hand, and tills and apps of the organisation have keys. */
export function mayRecordScans(actor: Actor): actor is Member {
  return (isMember(actor) || hasScope(actor, 'scans:write')) && seesWholeOrganisation(actor)
}

/** The operator confirms whose numbers they are. */
export function mayBindPrefixes(actor: Actor): boolean {
  return actor.kind === 'operator' || actsForInstallation(actor)
}
