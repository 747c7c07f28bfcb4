import type { AddresseeKind, Dossier, DossierLanguage } from '@touchstone/evidence'
import type { ReferralTemplateId } from '@touchstone/jurisdiction'

type Recipient = {
  organisation: string
  country: string
  kind: AddresseeKind
  language: DossierLanguage
}

/** Invented offices: none of them exists. */
export const recipients: Readonly<Record<ReferralTemplateId, Recipient>> = {
  'us-doj': office('Prosecutor’s Office of the rehearsal', 'US', 'prosecution', 'en'),
  'uk-pipcu': office('Intellectual property police of the rehearsal', 'GB', 'police', 'en'),
  'eu-afa': office('Customs office of the rehearsal', 'DE', 'customs', 'en'),
  'cn-psb': office('演练公安机关', 'CN', 'police', 'zh'),
  'id-polri': office('Kepolisian untuk latihan', 'ID', 'police', 'id'),
  counsel: office('Torvund & Partners', 'DE', 'counsel', 'en'),
}

function office(
  organisation: string,
  country: string,
  kind: AddresseeKind,
  language: DossierLanguage,
): Recipient {
  return { organisation, country, kind, language }
}

export const contact: Dossier['sender']['contact'] = {
  name: 'Dewi Lestari',
  email: 'rights@velmoraq.example',
  phone: '+49 000 0000000',
  address: null,
}

export const expert: Dossier['sender']['contact'] = {
  name: 'Jonas Brandt',
  email: 'laboratory@velmoraq.example',
  phone: null,
  address: null,
}

/** Answers to the lines that have no place of their own in a dossier. */
export const particularOf = (label: string): string => `Invented for the rehearsal: ${label}.`
