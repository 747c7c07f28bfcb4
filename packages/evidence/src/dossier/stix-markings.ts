import type { TlpLabel } from './model.ts'

export type StixObject = { type: string; id: string } & Record<string, unknown>

/** The extension by which OASIS brought TLP 2.0 into STIX 2.1, and its five markings (cti-stix-common-objects). */
const extension = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d'
const markings: Readonly<Record<TlpLabel, string>> = {
  clear: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  green: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  'amber+strict': 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
  red: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
}

/** The marking of a label, as it is published. */
export function tlpMarking(label: TlpLabel): StixObject {
  return {
    type: 'marking-definition',
    spec_version: '2.1',
    id: markings[label],
    created: '2022-10-01T00:00:00.000Z',
    name: `TLP:${label.toUpperCase()}`,
    extensions: { [extension]: { extension_type: 'property-extension', tlp_2_0: label } },
  }
}
