import type { ReferralDraft } from '@touchstone/contract'
import { classesIn } from './nice-classes.ts'

type Contact = { name: string; phone: string; email: string; address: string }
export type RecipientForm = {
  kind: ReferralDraft['recipient']['kind']
  organisation: string
  name: string
  address: string
  country: string
  office: ReferralDraft['recipient']['office']
}
export type RightForm = {
  kind: ReferralDraft['rights'][number]['kind']
  claim: string
  mark: string
  niceClasses: string
  until: string
  territory: string[]
  extract: string
}
export type PersonForm = {
  name: string
  accounts: string[]
  document: string
  kindOfDocument: string
}
export type PlaceForm = {
  kind: ReferralDraft['places'][number]['kind']
  address: string
  country: string
  basis: string
}

/** A draft while being written: as typed, with incomplete parts. Its parts have the names of the draft's. */
export type DraftForm = {
  title: string
  language: ReferralDraft['language']
  recipient: RecipientForm
  complainant: { name: string; country: string; contact: Contact; witness: Contact }
  rights: RightForm[]
  examination: { examiner: string; examinedOn: string; statement: string }
  accounts: string[] | null
  listings: string[] | null
  omissions: ReferralDraft['omissions']
  persons: PersonForm[]
  places: PlaceForm[]
  genuineUnitValue: { amount: string; currency: string }
  /** By lines of the template. */
  particulars: Record<string, string>
  transfer: {
    basis: string
    ground: string
    necessity: string
    counsel: string
    assessedOn: string
  }
  approvalNumber: string
  storedInChina: boolean
  tlp: ReferralDraft['tlp']
  deconflictionNumber: string
}
export type DraftPart = keyof DraftForm

const noContact: Contact = { name: '', phone: '', email: '', address: '' }
export const noRight: RightForm = {
  kind: 'trademark',
  claim: '',
  mark: '',
  niceClasses: '',
  until: '',
  territory: [],
  extract: '',
}
export const noPerson: PersonForm = { name: '', accounts: [], document: '', kindOfDocument: '' }
export const noPlace: PlaceForm = { kind: 'storage', address: '', country: '', basis: '' }

export function formOf(draft: ReferralDraft): DraftForm {
  const { complainant, examination, transfer, genuineUnitValue } = draft
  return {
    title: draft.title,
    language: draft.language,
    recipient: { organisation: '', name: '', address: '', ...draft.recipient },
    complainant: {
      name: complainant?.name ?? '',
      country: complainant?.country ?? '',
      contact: { ...noContact, ...complainant?.contact },
      witness: { ...noContact, ...complainant?.witness },
    },
    rights: draft.rights.map(({ niceClasses, until = '', extract = '', ...right }) => ({
      ...right,
      niceClasses: niceClasses.join(', '),
      until,
      extract,
    })),
    examination: examination ?? { examiner: '', examinedOn: '', statement: '' },
    accounts: draft.accounts,
    listings: draft.listings,
    omissions: draft.omissions,
    persons: draft.persons,
    places: draft.places.map(({ country = '', ...place }) => ({ ...place, country })),
    genuineUnitValue: {
      amount: genuineUnitValue?.amount ?? '',
      currency: genuineUnitValue?.currency ?? '',
    },
    particulars: Object.fromEntries(draft.particulars.map(({ line, text }) => [line, text])),
    transfer: transfer ?? { basis: '', ground: '', necessity: '', counsel: '', assessedOn: '' },
    approvalNumber: draft.approvalNumber ?? '',
    storedInChina: draft.storedInChina,
    tlp: draft.tlp,
    deconflictionNumber: draft.deconflictionNumber,
  }
}

/** The parts that can be saved; one that is begun and not complete is left out and stays in the browser. */
export function contentOf(form: DraftForm): Partial<ReferralDraft> {
  const { title, complainant, examination, transfer, genuineUnitValue, approvalNumber } = form
  const recipient = recipientOf(form.recipient)
  const number = form.deconflictionNumber.trim()
  return {
    ...(title.trim() !== '' && { title: title.trim() }),
    language: form.language,
    ...(recipient && { recipient }),
    ...(isBlank(complainant) ? { complainant: null } : complainantOf(complainant)),
    ...(form.rights.every(isWholeRight) && { rights: form.rights.map(rightOf) }),
    ...wholeOrNone('examination', examination),
    accounts: form.accounts,
    listings: form.listings,
    omissions: form.omissions,
    ...(form.persons.every(isWholePerson) && { persons: form.persons.map(trimmed) }),
    ...(form.places.every(isWholePlace) && {
      places: form.places.map(({ country, ...place }) => ({
        ...trimmed(place),
        ...(country !== '' && { country }),
      })),
    }),
    ...(isBlank(genuineUnitValue)
      ? { genuineUnitValue: null }
      : isMoney(genuineUnitValue) && { genuineUnitValue: trimmed(genuineUnitValue) }),
    particulars: Object.entries(form.particulars)
      .filter(([, text]) => text.trim() !== '')
      .map(([line, text]) => ({ line, text: text.trim() })),
    ...wholeOrNone('transfer', transfer),
    approvalNumber: approvalNumber.trim() === '' ? null : approvalNumber.trim(),
    storedInChina: form.storedInChina,
    tlp: form.tlp,
    ...(/^[A-Z0-9][A-Z0-9-]{3,63}$/.test(number) && { deconflictionNumber: number }),
  }
}

/** Parts that are begun and cannot be saved yet. */
export function incompleteParts(form: DraftForm): DraftPart[] {
  const content = contentOf(form)
  return (Object.keys(form) as DraftPart[]).filter((part) => !(part in content))
}

export function recipientOf(form: RecipientForm): ReferralDraft['recipient'] | undefined {
  const { kind, organisation, name, address, country, office } = trimmed(form)
  if (country === '') return undefined
  if (kind === 'organisation')
    return organisation === '' ? undefined : { kind, organisation, country, office }
  return name === '' || address === '' ? undefined : { kind, name, address, country, office }
}

function complainantOf(
  form: DraftForm['complainant'],
): Pick<ReferralDraft, 'complainant'> | undefined {
  const { name, country, contact, witness } = form
  if (name.trim() === '' || country === '' || contact.name.trim() === '') return undefined
  if (!isBlank(witness) && witness.name.trim() === '') return undefined
  return {
    complainant: {
      name: name.trim(),
      country,
      contact: contactOf(contact),
      ...(!isBlank(witness) && { witness: contactOf(witness) }),
    },
  }
}

function contactOf(contact: Contact) {
  const { name, phone, email, address } = trimmed(contact)
  return {
    name,
    ...(phone !== '' && { phone }),
    ...(email !== '' && { email }),
    ...(address !== '' && { address }),
  }
}

function isWholeRight({ claim, mark, territory }: RightForm): boolean {
  return claim !== '' && mark.trim() !== '' && territory.length > 0
}

function rightOf({ kind, claim, mark, niceClasses, until, territory, extract }: RightForm) {
  return {
    kind,
    claim,
    mark: mark.trim(),
    niceClasses: classesIn(niceClasses),
    territory,
    ...(until !== '' && { until }),
    ...(extract !== '' && { extract }),
  }
}

function isWholePerson(person: PersonForm): boolean {
  const { name, accounts, document, kindOfDocument } = trimmed(person)
  return name !== '' && accounts.length > 0 && document !== '' && kindOfDocument !== ''
}

function isWholePlace({ address, basis }: PlaceForm): boolean {
  return address.trim() !== '' && basis.trim() !== ''
}

function isMoney({ amount, currency }: DraftForm['genuineUnitValue']): boolean {
  return /^\d+(\.\d+)?$/.test(amount.trim()) && /^[A-Z]{3}$/.test(currency.trim())
}

function wholeOrNone<const Part extends 'examination' | 'transfer'>(
  part: Part,
  form: DraftForm[Part],
): Partial<Record<Part, DraftForm[Part] | null>> {
  const values: string[] = Object.values(form)
  if (values.every((value) => value.trim() === '')) return { [part]: null } as never
  if (values.some((value) => value.trim() === '')) return {}
  return { [part]: trimmed(form) } as never
}

function isBlank(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === ''
  return typeof value === 'object' && value !== null && Object.values(value).every(isBlank)
}

function trimmed<T extends object>(value: T): T {
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, typeof one === 'string' ? one.trim() : one]),
  ) as T
}
