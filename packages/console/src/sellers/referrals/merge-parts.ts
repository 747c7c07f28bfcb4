import type { ReferralDraft } from '@touchstone/contract'
import { contentOf, formOf, type DraftForm, type DraftPart } from './draft-form.ts'

/** The parts of a form that differ from a stored draft and can be saved. */
export function changedParts(base: ReferralDraft, form: DraftForm): Partial<ReferralDraft> {
  const content = contentOf(form)
  return Object.fromEntries(
    Object.entries(content).filter(([part, value]) => !isSame(base[part as DraftPart], value)),
  )
}

/**
 * Brings what another person saved into a form. A part that only they changed is taken from them; one that both
 * changed differently is a conflict and keeps what is typed.
 */
export function mergeParts(
  base: ReferralDraft,
  form: DraftForm,
  theirs: ReferralDraft,
): { form: DraftForm; conflicts: DraftPart[] } {
  const mine = changedParts(base, form)
  const begun = new Set<string>(Object.keys(form).filter((part) => !(part in contentOf(form))))
  const parts = (Object.keys(form) as DraftPart[]).filter(
    (part) => !isSame(base[part], theirs[part]),
  )
  const isOwn = (part: DraftPart): boolean => part in mine || begun.has(part)
  const conflicts = parts.filter(
    (part) => isOwn(part) && !(part in mine && isSame(mine[part], theirs[part])),
  )
  return {
    form: takeParts(
      form,
      theirs,
      parts.filter((part) => !isOwn(part)),
    ),
    conflicts,
  }
}

/** A form with these parts of another draft. */
export function takeParts(
  form: DraftForm,
  draft: ReferralDraft,
  parts: readonly DraftPart[],
): DraftForm {
  const other = formOf(draft)
  return { ...form, ...Object.fromEntries(parts.map((part) => [part, other[part]])) }
}

/** What a part says, to be compared by people; identifiers are left out. */
export function textOfPart(value: unknown): string {
  if (typeof value === 'string') return uuid.test(value) ? '' : value
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'object' || value === null) return ''
  return Object.values(value)
    .map(textOfPart)
    .filter((text) => text !== '')
    .join(' · ')
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function isSame(one: unknown, other: unknown): boolean {
  return comparable(one) === comparable(other)
}

/** Surrounding spaces, absent members and the order of keys do not count as changes. */
function comparable(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, one: unknown) => {
    if (typeof one === 'string') return one.trim()
    if (typeof one !== 'object' || one === null || Array.isArray(one)) return one
    return Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
