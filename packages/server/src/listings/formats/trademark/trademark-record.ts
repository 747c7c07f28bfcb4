import { showFound, type Fault } from '@touchstone/contract'

/** One trademark in a register, after WIPO Standard ST.96. */
export type TrademarkRecord = {
  /** WIPO ST.3 code of the register's office. */
  office: string
  registrationNumber?: string
  applicationNumber?: string
  /** The words of the mark; absent for a purely figurative one. */
  words: string[]
  niceClasses: number[]
  /** WIPO ST.3 codes of designated territories; else that of the office. */
  territory: string[]
  expiresOn?: string
  /** Organisations that own it or applied for it; people's names are skipped. */
  holders: string[]
  /** True if the register marks the record as withdrawn. */
  deleted: boolean
}

/** True if a document starts with elements of ST.96 trademarks. */
export function isTrademarkXml(text: string): boolean {
  const root = /<(?![?!])(?:[\w.-]+:)?([\w.-]+)[^>]*/.exec(text)
  if (root === null) return false
  return /^Trade[mM]ark/.test(root[1] ?? '') || /wipo\.int\/standards\/XMLSchema\//.test(root[0])
}

/** The texts read from a record, by meaning, before validation. */
export type RawTrademark = {
  texts: Map<RawField, string[]>
  deleted: boolean
}

export type RawField =
  | 'office'
  | 'registrationNumber'
  | 'applicationNumber'
  | 'st13'
  | 'words'
  | 'niceClasses'
  | 'territory'
  | 'expiresOn'
  | 'holders'

/** Names of the elements, for messages. */
const elements = {
  office: '/RegistrationOfficeCode',
  number: '/RegistrationNumber',
  expiresOn: '/ExpiryDate',
}

/** Validates the texts of a record. Reports all faults of one record together. */
export function recordOf(
  raw: RawTrademark,
): { record: TrademarkRecord } | { faults: [Fault, ...Fault[]] } {
  const first = (field: RawField): string | undefined => raw.texts.get(field)?.[0]
  const all = (field: RawField): string[] => [...new Set(raw.texts.get(field) ?? [])]
  const faults: Fault[] = []
  const st13 = first('st13')
  // ST.13 numbers start with the office's code: EM500000012345678.
  const office = first('office') ?? /^[A-Z]{2}(?=\d)/.exec(st13 ?? '')?.[0]
  if (office === undefined || !/^[A-Z]{2}$/.test(office)) {
    const missing = office === undefined
    faults.push({
      pointer: elements.office,
      problem: missing ? 'is missing' : 'is not an office code',
      found: showFound(office),
      remedy: 'write the two capital letters of WIPO ST.3: "EM" for the EUIPO',
    })
  }
  // Some offices write zeros for a mark that is not registered yet.
  const registrationNumber = all('registrationNumber').find((number) => !/^0+$/.test(number))
  const applicationNumber = first('applicationNumber') ?? st13
  if (registrationNumber === undefined && applicationNumber === undefined) {
    faults.push({
      pointer: elements.number,
      problem: 'is missing, and so is ApplicationNumber',
      found: 'nothing',
      remedy: 'write one of them, since a right is identified by its number',
    })
  }
  const stated = first('expiresOn')
  const expiresOn = stated === undefined ? undefined : dayOf(stated)
  if (stated !== undefined && expiresOn === undefined) {
    faults.push({
      pointer: elements.expiresOn,
      problem: 'is no date',
      found: showFound(stated),
      remedy: 'write it as 2036-07-01',
    })
  }
  const [fault, ...more] = faults
  if (fault !== undefined) return { faults: [fault, ...more] }
  if (office === undefined) throw new RangeError('A record without an office has a fault.')
  const territory = all('territory').filter((code) => /^[A-Z]{2}$/.test(code))
  return {
    record: {
      office,
      words: all('words'),
      // Registers also use classes beyond those of Nice: A, B and 200 in the United States.
      niceClasses: all('niceClasses')
        .map(Number)
        .filter((number) => Number.isInteger(number) && number >= 1 && number <= 45)
        .filter((number, at, numbers) => numbers.indexOf(number) === at)
        .sort((one, other) => one - other),
      territory: territory.length > 0 ? territory : [office],
      holders: all('holders'),
      deleted: raw.deleted,
      ...(registrationNumber !== undefined && { registrationNumber }),
      ...(applicationNumber !== undefined && { applicationNumber }),
      ...(expiresOn !== undefined && { expiresOn }),
    },
  }
}

/** xs:date may have an offset: 2036-07-01-04:00. */
function dayOf(text: string): string | undefined {
  const day = /^(\d{4}-\d\d-\d\d)(?:T[\d:.]+)?(?:Z|[+-]\d\d:\d\d)?$/.exec(text)?.[1]
  if (day === undefined) return undefined
  const time = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(time)) return undefined
  return new Date(time).toISOString().startsWith(day) ? day : undefined
}
