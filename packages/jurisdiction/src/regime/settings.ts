import { TouchstoneError } from '@touchstone/contract'
import type { Policy, RegimeData } from './model.ts'

/** An organisation's values that replace a regime's policies, by their ids. */
export type Settings = Readonly<Record<string, number | boolean>>

/**
 * The value of a policy for an organisation. The law's minimum always applies.
 * @throws TouchstoneError `settings-invalid` if a setting is below the minimum or of another type.
 */
export function policyValue(policy: Policy, settings: Settings): number | boolean {
  const value = settings[policy.id] ?? policy.value
  const fault = settingFault(policy, value)
  if (fault !== undefined) throw new TouchstoneError({ code: 'settings-invalid', message: fault })
  return value
}

/** The faults of an organisation's settings, each as a sentence. */
export function settingFaults(regime: Pick<RegimeData, 'policies'>, settings: Settings): string[] {
  return Object.entries(settings).flatMap(([id, value]) => {
    const policy = regime.policies.find((candidate) => candidate.id === id)
    if (policy === undefined) return [`There is no policy “${id}” in this regime.`]
    const fault = settingFault(policy, value)
    return fault === undefined ? [] : [fault]
  })
}

function settingFault(policy: Policy, value: number | boolean): string | undefined {
  const { title, unit, minimum: least = 0 } = policy
  if (unit === 'switch') {
    return typeof value === 'boolean' ? undefined : `“${title}” is a switch: write true or false.`
  }
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    return `“${title}” is a whole number of ${unit}.`
  }
  return value >= least ? undefined : `“${title}” must be at least ${least} ${unit}, not ${value}.`
}
