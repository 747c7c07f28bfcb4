import type {
  AuthorityEmbargo,
  Embargo,
  EmbargoExtension,
  EmbargoState,
} from '@touchstone/contract'

type Moments<T> = { [K in keyof T]: K extends `${string}At` ? Exclude<T[K], string> | Date : T[K] }

export type KeptExtension = Moments<EmbargoExtension>
type NamedByAuthority = 'offers' | 'contact' | 'grantedTo'
export type KeptEmbargo = Omit<Moments<Embargo>, 'state' | 'extensions' | NamedByAuthority> & {
  organisationId: string
}
export type ShownAuthorityEmbargo = Moments<AuthorityEmbargo>
export type KeptAuthorityEmbargo = Omit<ShownAuthorityEmbargo, 'state'>
export type ShownEmbargo = Omit<Moments<Embargo>, 'extensions'> & { extensions: KeptExtension[] }

const dayMilliseconds = 86_400_000

export function stateOf(
  { liftedAt, expiresAt }: Pick<KeptEmbargo, 'liftedAt' | 'expiresAt'>,
  now: Date,
): EmbargoState {
  if (liftedAt !== null) return 'lifted'
  return expiresAt.getTime() > now.getTime() ? 'stands' : 'lapsed'
}

export type Time = { expiresAt: Date; reviewOn: string }

/** When it lapses and is looked at, so many days from now; undefined where nobody would look before. */
export function timeOf(
  { days, reviewDays }: { days: number; reviewDays: number },
  now: Date,
): Time | undefined {
  if (reviewDays > days) return undefined
  const after = (count: number): Date => new Date(now.getTime() + count * dayMilliseconds)
  return { expiresAt: after(days), reviewOn: after(reviewDays).toISOString().slice(0, 10) }
}
