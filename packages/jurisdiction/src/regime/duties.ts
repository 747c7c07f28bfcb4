import { z } from 'zod'
import { addMonths, LocalDateText, type LocalDate } from '../calendar/index.ts'
import { tiers, type Duty, type RegimeData } from './model.ts'

/** How large an enterprise is, as duties ask. */
export const sizeClasses = ['micro', 'small', 'other'] as const

/** The status of a provider, by its nature and by designation; the size is that of its group. */
export const Profile = z
  .strictObject({
    tier: z.enum(tiers),
    sizeClass: z.enum(sizeClasses),
    sizeLostOn: LocalDateText.optional().meta({
      description: 'The day on which it ceased to be micro or small, after two periods over.',
    }),
    vlopDesignatedOn: LocalDateText.optional().meta({
      description: 'The day of its designation as a very large platform, whatever its size.',
    }),
  })
  .refine(({ sizeClass, sizeLostOn }) => sizeClass === 'other' || sizeLostOn === undefined, {
    path: ['sizeLostOn'],
    message: 'a provider that is still micro or small has not lost that status',
  })
  .meta({ id: 'Profile' })
export type Profile = z.infer<typeof Profile>

/** Why a duty binds or not, without the words. */
export type DutyReason =
  | 'tier'
  | 'every-size'
  | 'very-large'
  | 'small'
  | 'not-small'
  | 'was-small'
  | 'grace'
  | 'grace-over'

export type DutyAnswer = {
  applies: boolean
  explanation: string
  reason: DutyReason
  until?: LocalDate
}

/** Whether a duty binds a provider on a day, with the reason. */
export function dutyApplies(duty: Duty, profile: Profile, on: LocalDate): DutyAnswer {
  const named = `“${duty.title}” (Art. ${duty.articles})`
  if (tiers.indexOf(profile.tier) < tiers.indexOf(duty.minTier)) {
    return no(
      'tier',
      `${named} binds a ${duty.minTier} and what is above it, not a provider of ${profile.tier}.`,
    )
  }
  if (!duty.smallExempt) return yes('every-size', `${named} knows no exemption by size.`)
  const { sizeClass, sizeLostOn, vlopDesignatedOn } = profile
  if (vlopDesignatedOn !== undefined && vlopDesignatedOn <= on) {
    return yes('very-large', `${named} binds a designated very large platform, whatever its size.`)
  }
  if (sizeClass !== 'other') return no('small', `${named} does not bind a ${sizeClass} enterprise.`)
  if (sizeLostOn === undefined)
    return yes('not-small', `${named} binds an enterprise that is not small.`)
  if (on < sizeLostOn)
    return no(
      'was-small',
      `${named} did not bind it while it was small, until ${sizeLostOn}.`,
      sizeLostOn,
    )
  const until = addMonths(sizeLostOn, duty.graceMonths)
  return on < until
    ? no(
        'grace',
        `${named} does not bind it for ${duty.graceMonths} months after it ceased to be small, until ${until}.`,
        until,
      )
    : yes(
        'grace-over',
        `${named} binds it since ${until}, ${duty.graceMonths} months after it ceased to be small.`,
        until,
      )
}

/** All duties of a regime with whether each binds the provider on a day. */
export function dutiesOn(
  regime: Pick<RegimeData, 'duties'>,
  profile: Profile,
  on: LocalDate,
): (DutyAnswer & { duty: Duty })[] {
  return regime.duties.map((duty) => ({ duty, ...dutyApplies(duty, profile, on) }))
}

function yes(reason: DutyReason, explanation: string, until?: LocalDate): DutyAnswer {
  return { applies: true, reason, explanation, ...(until !== undefined && { until }) }
}

function no(reason: DutyReason, explanation: string, until?: LocalDate): DutyAnswer {
  return { applies: false, reason, explanation, ...(until !== undefined && { until }) }
}
