import type { DraftPart } from './draft-form.ts'
import type { ReferralTemplateView } from './queries.ts'

type Line = Pick<ReferralTemplateView['lines'][number], 'id' | 'section' | 'stated'>

/** The element that a member of the draft is typed in. */
export function fieldId(pointer: string): string {
  return `field${pointer.replaceAll('/', '-')}`
}

/** Lines that a part answers which does not have the name of their section. */
const ofLine: Readonly<Record<string, DraftPart | 'documents'>> = {
  'signed-complaint': 'documents',
  'register-extract': 'documents',
  comparison: 'documents',
  'legal-contact': 'complainant',
  'genuine-value': 'genuineUnitValue',
  'approval-number': 'approvalNumber',
  'deconfliction-number': 'deconflictionNumber',
  handling: 'tlp',
}

const sectionParts: Readonly<Record<string, DraftPart>> = {
  head: 'recipient',
  complainant: 'complainant',
  rights: 'rights',
  examination: 'examination',
  places: 'places',
  transfer: 'transfer',
}

/** Where a line of the template is answered: its field, or the section that its content is computed in. */
export function fieldOf({ id, section, stated }: Line): string {
  if (stated) return fieldId(`/particulars/${id}`)
  const part = ofLine[id] ?? sectionParts[section]
  return part === undefined ? `section-${section}` : fieldId(`/${part}`)
}

/** Moves the focus to an element, if it is on the page. */
export function focusField(id: string): void {
  const found = document.getElementById(id)
  found?.scrollIntoView({ block: 'center' })
  found?.focus({ preventScroll: true })
}
