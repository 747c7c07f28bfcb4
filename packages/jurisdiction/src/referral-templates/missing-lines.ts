import { referralLineLabel, type ReferralLanguage } from '../locales/index.ts'
import type { ReferralLine, ReferralTemplate } from './model.ts'

/** A dossier, as far as templates look into it. */
export type ReferredDossier = {
  sender: { country: string }
  recipient: { country: string }
  storedIn: readonly string[]
  /** Answers to lines that have no place of their own. */
  particulars?: readonly { line: string }[] | undefined
}

export type MissingLine = { line: string; label: string; required: boolean }

/** The lines for which the dossier has nothing, in the order of the template. */
export function missingLines(
  template: ReferralTemplate,
  dossier: ReferredDossier,
  language: ReferralLanguage = 'en',
): MissingLine[] {
  return absentLines(template, dossier).map(({ id, label, need }) => ({
    line: id,
    label: referralLineLabel(label, language),
    required: need === 'required',
  }))
}

/** The missing lines without which nothing is sent, such as the record of a transfer across a border. */
export function blockingLines(
  template: ReferralTemplate,
  dossier: ReferredDossier,
): ReferralLine[] {
  return absentLines(template, dossier).filter(({ blocks }) => blocks)
}

/**
 * Whether a template serves rehearsals only, because some line of law in it, or the rule by which sellers learn of it,
 * was not read in its source. Lines of policy claim no law and do not count, nor do those that only stop what crosses a
 * border.
 */
export function isRehearsalOnly({ lines, accused }: ReferralTemplate): boolean {
  const always = lines.filter(({ when }) => when === 'always')
  return [accused, ...always].some(({ force, verified }) => force === 'law' && !verified)
}

function absentLines({ lines }: ReferralTemplate, dossier: ReferredDossier): ReferralLine[] {
  return lines.filter((line) => applies(line, dossier) && !isPresent(line, dossier))
}

function applies(
  { when }: ReferralLine,
  { sender, recipient, storedIn }: ReferredDossier,
): boolean {
  if (when === 'cross-border') return sender.country !== recipient.country
  if (when === 'stored-in-china') return storedIn.includes('CN') && recipient.country !== 'CN'
  return true
}

function isPresent({ id, holds, mayBeEmpty }: ReferralLine, dossier: ReferredDossier): boolean {
  if (holds.length === 0) return (dossier.particulars ?? []).some(({ line }) => line === id)
  return holds.every((pointer) => hasContent(dossier, pointer.slice(1).split('/'), mayBeEmpty))
}

function hasContent(
  value: unknown,
  [step, ...rest]: readonly string[],
  mayBeEmpty: boolean,
): boolean {
  if (step === undefined) {
    if (Array.isArray(value)) return mayBeEmpty || value.length > 0
    return value !== null && value !== undefined && value !== ''
  }
  if (step === '*' || step.includes('=')) {
    const entries = Array.isArray(value) ? value.filter((entry) => fits(entry, step)) : []
    return entries.length > 0 && entries.every((entry) => hasContent(entry, rest, mayBeEmpty))
  }
  return isRecord(value) && hasContent(value[step], rest, mayBeEmpty)
}

function fits(entry: unknown, step: string): boolean {
  if (step === '*') return true
  const [field = '', wanted] = step.split('=')
  return isRecord(entry) && entry[field] === wanted
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
