import type {
  AuthorityConfidentialityHoldView,
  ConfidentialityHoldView as ConfidentialityHold,
  ConfidentialityHoldExtensionView,
  ConfidentialityHoldState,
} from '@touchstone/contract'

type Moments<T> = { [K in keyof T]: K extends `${string}At` ? Exclude<T[K], string> | Date : T[K] }

export type HoldExtensionRow = Moments<ConfidentialityHoldExtensionView>
type NamedByAuthority = 'listings' | 'contact' | 'grantedTo'
export type ConfidentialityHoldRow = Omit<
  Moments<ConfidentialityHold>,
  'state' | 'version' | 'extensions' | NamedByAuthority
> & {
  organisationId: string
}
export type AuthorityHoldView = Moments<AuthorityConfidentialityHoldView>
export type AuthorityHoldRow = Omit<AuthorityHoldView, 'state'>
export type ConfidentialityHoldView = Omit<Moments<ConfidentialityHold>, 'extensions'> & {
  extensions: HoldExtensionRow[]
}

const dayMilliseconds = 86_400_000

export function holdStateOf(
  { liftedAt, expiresAt }: Pick<ConfidentialityHoldRow, 'liftedAt' | 'expiresAt'>,
  now: Date,
): ConfidentialityHoldState {
  if (liftedAt !== null) return 'lifted'
  return expiresAt.getTime() > now.getTime() ? 'stands' : 'lapsed'
}

/** The number of its events: set, extensions requested and settled, lifted. */
export function holdVersionOf(
  { liftedAt }: Pick<ConfidentialityHoldRow, 'liftedAt'>,
  extensions: readonly Pick<HoldExtensionRow, 'settledAt'>[],
): number {
  const settled = extensions.filter(({ settledAt }) => settledAt !== null).length
  return 1 + extensions.length + settled + (liftedAt === null ? 0 : 1)
}

export type HoldPeriod = { expiresAt: Date; reviewOn: string }

/** End and review date, so many days from now; undefined if it would end before any review. */
export function holdPeriodOf(
  { days, reviewDays }: { days: number; reviewDays: number },
  now: Date,
): HoldPeriod | undefined {
  if (reviewDays > days) return undefined
  const after = (count: number): Date => new Date(now.getTime() + count * dayMilliseconds)
  return { expiresAt: after(days), reviewOn: after(reviewDays).toISOString().slice(0, 10) }
}
