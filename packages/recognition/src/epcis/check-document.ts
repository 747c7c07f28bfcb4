import { showFound, type Fault } from '#contract'
import { isObject } from './event-hash.ts'
import {
  bizSteps,
  dispositions,
  draftMeasurements,
  errorReasons,
  measurements,
  partyTypes,
  sensorAlerts,
  sensorComponents,
  transactionTypes,
} from './vocabulary.ts'

/** Reports what is wrong with a value at a pointer. */
type Check = (value: unknown, pointer: string, report: (fault: Fault) => void) => void
type Fields = Readonly<Record<string, Check>>

function must(is: (value: unknown) => boolean, problem: string, remedy: string): Check {
  return (value, pointer, report) => {
    if (!is(value)) report({ pointer, problem, found: showFound(value), remedy })
  }
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isUri = (value: unknown): boolean => isText(value) && /^[A-Za-z][\w+.-]*:\S+$/.test(value)
const uri = must(
  isUri,
  'is not a URI',
  'write a URI, such as https://id.gs1.org/01/04006381333931/21/A7',
)
const text = must(isText, 'is not a text', 'write a text')
const decimal = must(
  (value) => typeof value === 'number',
  'is not a number',
  'write a number without quotes',
)
const truth = must(
  (value) => typeof value === 'boolean',
  'is not a truth value',
  'write true or false',
)
const hex = must(
  (value) => isText(value) && /^[\dA-Fa-f]+$/.test(value),
  'is not hexadecimal',
  'write hexadecimal digits',
)
const unit = must(
  (value) => isText(value) && /^[A-Z\d]{2,3}$/.test(value),
  'is not a unit',
  'write a code of UN/ECE Recommendation 20, such as KGM',
)
const version = must(
  (value) => isText(value) && /^\d+(\.\d+)*$/.test(value),
  'is not a version',
  'write "2.0"',
)
const offset = must(
  (value) => isText(value) && /^[+-]((0\d|1[0-3]):[0-5]\d|14:00)$/.test(value),
  'is not a time zone offset',
  'write an offset such as +02:00',
)
const time = must(
  (value) =>
    isText(value) &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value) &&
    !Number.isNaN(Date.parse(value)),
  'is not a date and time with its zone',
  'write it as 2026-11-25T08:30:00.000+02:00',
)
const context = must(
  (value) =>
    [value].flat().every((one) => isUri(one) || isObject(one)) && [value].flat().length > 0,
  'is not a JSON-LD context',
  'name the EPCIS context, https://ref.gs1.org/standards/epcis/epcis-context.jsonld',
)

/** A word of a vocabulary, or a URI of another one. */
function word(known: ReadonlySet<string>): Check {
  return must(
    (value) =>
      isText(value) &&
      (known.has(value) || (isUri(value) && !value.startsWith('urn:epcglobal:cbv:'))),
    'is neither a word of the Core Business Vocabulary nor a URI',
    `write one of its words, such as ${[...known].slice(0, 3).join(', ')}, or the URI of your own`,
  )
}

function oneOf(...values: string[]): Check {
  return must(
    (value) => isText(value) && values.includes(value),
    'has a value that EPCIS does not define',
    `write ${values.join(' or ')}`,
  )
}

function list(item: Check, { min = 0, isUnique = false } = {}): Check {
  return (value, pointer, report) => {
    if (!Array.isArray(value))
      return report({
        pointer,
        problem: 'is not a list',
        found: showFound(value),
        remedy: 'write a list in [ ]',
      })
    if (value.length < min)
      report({
        pointer,
        problem: 'is empty',
        found: '[]',
        remedy: 'write at least one element, or leave the field out',
      })
    const seen = new Set<unknown>()
    for (const [at, one] of value.entries()) {
      item(one, `${pointer}/${at}`, report)
      if (isUnique && seen.has(one))
        report({
          pointer: `${pointer}/${at}`,
          problem: 'stands twice in the list',
          found: showFound(one),
          remedy: 'leave it out here',
        })
      seen.add(one)
    }
  }
}

const oneOrMore =
  (item: Check): Check =>
  (value, pointer, report) =>
    Array.isArray(value) ? list(item)(value, pointer, report) : item(value, pointer, report)

/** An object of these fields; others need a namespace, or none are allowed. */
function object(
  fields: Fields,
  { required = [], isOpen = true }: { required?: readonly string[]; isOpen?: boolean } = {},
): Check {
  return (value, pointer, report) => {
    if (!isObject(value))
      return report({
        pointer,
        problem: 'is not an object',
        found: showFound(value),
        remedy: 'write an object in { }',
      })
    for (const name of required)
      if (value[name] === undefined)
        report({
          pointer: `${pointer}/${name}`,
          problem: 'is missing',
          found: 'nothing',
          remedy: `write ${name}`,
        })
    for (const [name, content] of Object.entries(value)) {
      const at = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
      const check = Object.hasOwn(fields, name) ? fields[name] : undefined
      if (check !== undefined) check(content, at, report)
      else if (!isOpen || !isUri(name))
        report({
          pointer: at,
          problem: 'is a field that EPCIS does not define here',
          found: showFound(content),
          remedy: isOpen
            ? 'correct its name, or give your own field a namespace, such as example:name'
            : 'correct its name or leave it out',
        })
    }
  }
}

const disposition = word(dispositions)
const place = object({ id: uri }, { required: ['id'] })
const quantity = object(
  { epcClass: uri, quantity: decimal, uom: unit },
  { required: ['epcClass'], isOpen: false },
)
const party = (name: string): Check =>
  list(object({ type: word(partyTypes), [name]: uri }, { required: ['type', name], isOpen: false }))
const uris = list(uri)
const epcs = list(uri, { isUnique: true })
const quantities = list(quantity)
const device: Fields = {
  deviceID: uri,
  deviceMetadata: uri,
  rawData: uri,
  dataProcessingMethod: uri,
  bizRules: uri,
}
const measured: Fields = {
  ...device,
  type: word(new Set([...measurements, ...draftMeasurements])),
  exception: word(sensorAlerts),
  time,
  microorganism: uri,
  chemicalSubstance: uri,
  coordinateReferenceSystem: uri,
  component: word(sensorComponents),
  stringValue: text,
  booleanValue: truth,
  hexBinaryValue: hex,
  uriValue: uri,
  uom: text,
  ...Object.fromEntries(
    ['value', 'minValue', 'maxValue', 'meanValue', 'sDev', 'percRank', 'percValue'].map((name) => [
      name,
      decimal,
    ]),
  ),
}
const sensors = list(
  object(
    {
      sensorMetadata: object({ ...device, time, startTime: time, endTime: time }),
      // Reports of measurements without a type are in use, although the schema asks for one.
      sensorReport: list(object(measured), { min: 1 }),
    },
    { required: ['sensorReport'] },
  ),
)
const common: Fields = {
  '@context': context,
  type: text,
  eventTime: time,
  recordTime: time,
  eventTimeZoneOffset: offset,
  eventID: uri,
  certificationInfo: oneOrMore(uri),
  errorDeclaration: object(
    { declarationTime: time, reason: word(errorReasons), correctiveEventIDs: uris },
    { required: ['declarationTime'] },
  ),
}
const persistentDisposition: Check = (value, pointer, report) => {
  const words = list(disposition, { min: 1, isUnique: true })
  object({ set: words, unset: words }, { isOpen: false })(value, pointer, report)
  if (isObject(value) && value['set'] === undefined && value['unset'] === undefined)
    report({
      pointer,
      problem: 'neither sets nor unsets a disposition',
      found: showFound(value),
      remedy: 'write set or unset',
    })
}
const what: Fields = {
  bizStep: word(bizSteps),
  disposition,
  persistentDisposition,
  readPoint: place,
  bizLocation: place,
  bizTransactionList: list(
    object(
      { type: word(transactionTypes), bizTransaction: uri },
      { required: ['bizTransaction'], isOpen: false },
    ),
  ),
  sourceList: party('source'),
  destinationList: party('destination'),
  sensorElementList: sensors,
}
const ilmd: Check = object({})
const action = oneOf('OBSERVE', 'ADD', 'DELETE')
const required = ['eventTime', 'eventTimeZoneOffset']
const children: Fields = { parentID: uri, childEPCs: uris, childQuantityList: quantities, action }

/** Of each group of fields, one must be present and hold something. */
type Groups = readonly (readonly string[])[]

const events: Readonly<
  Record<
    string,
    { fields: Fields; required: readonly string[]; needs: Groups; isFreeOnDelete?: boolean }
  >
> = {
  ObjectEvent: {
    fields: {
      ...common,
      ...what,
      action,
      epcList: epcs,
      quantityList: quantities,
      ilmd,
    },
    required: [...required, 'action'],
    needs: [['epcList', 'quantityList', 'sensorElementList']],
  },
  AggregationEvent: {
    fields: { ...common, ...what, ...children },
    required: [...required, 'action'],
    needs: [['childEPCs', 'childQuantityList']],
    isFreeOnDelete: true,
  },
  AssociationEvent: {
    fields: { ...common, ...what, ...children },
    required: [...required, 'action', 'parentID'],
    needs: [['childEPCs', 'childQuantityList']],
    isFreeOnDelete: true,
  },
  TransactionEvent: {
    fields: { ...common, ...what, action, parentID: uri, epcList: uris, quantityList: quantities },
    required: [...required, 'action', 'bizTransactionList'],
    needs: [['epcList', 'quantityList']],
    isFreeOnDelete: true,
  },
  TransformationEvent: {
    fields: {
      ...common,
      ...what,
      inputEPCList: epcs,
      inputQuantityList: quantities,
      outputEPCList: epcs,
      outputQuantityList: quantities,
      transformationID: uri,
      ilmd,
    },
    required,
    needs: [
      ['inputEPCList', 'inputQuantityList', 'transformationID'],
      ['outputEPCList', 'outputQuantityList', 'transformationID'],
    ],
  },
}

const event: Check = (value, pointer, report) => {
  if (!isObject(value)) return object({})(value, pointer, report)
  const type = value['type']
  const kind = isText(type) && Object.hasOwn(events, type) ? events[type] : undefined
  if (kind === undefined) {
    const known = Object.keys(events).join(', ')
    const isType = must(
      isUri,
      'is not a type of event',
      `write one of ${known}, or the URI of your own`,
    )
    return isType(type, `${pointer}/type`, report)
  }
  object(kind.fields, { required: kind.required })(value, pointer, report)
  if (kind.isFreeOnDelete === true && value['action'] === 'DELETE') return
  // An empty list of EPCs says that none was there.
  const isGiven = (name: string): boolean =>
    value[name] !== undefined && (name === 'epcList' || !isEmpty(value[name]))
  for (const names of kind.needs)
    if (!names.some(isGiven))
      report({
        pointer,
        problem: 'does not say what it is about',
        found: 'nothing',
        remedy: `write one of ${names.join(', ')}`,
      })
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}

const vocabularies = list(
  object({
    type: uri,
    vocabularyElementList: list(object({ id: uri, children: uris }, { required: ['id'] })),
  }),
)
const envelope: Fields = {
  '@context': context,
  id: uri,
  type: text,
  schemaVersion: version,
  creationDate: time,
}
const body = object({ eventList: list(event) }, { required: ['eventList'] })
const document = object(
  {
    ...envelope,
    instanceIdentifier: text,
    sender: text,
    receiver: text,
    epcisHeader: object({ epcisMasterData: object({ vocabularyList: vocabularies }) }),
    epcisBody: body,
  },
  { required: ['@context', 'type', 'schemaVersion', 'creationDate', 'epcisBody'] },
)
const results = object(
  { eventList: list(event), vocabularyList: vocabularies },
  { required: ['eventList'] },
)
const queryDocument = object(
  {
    ...envelope,
    epcisBody: object(
      {
        queryResults: object(
          { queryName: text, subscriptionID: text, resultsBody: results },
          { required: ['queryName', 'resultsBody'] },
        ),
      },
      { required: ['queryResults'] },
    ),
  },
  { required: ['@context', 'type', 'epcisBody'] },
)

const wordsOf = (known: ReadonlySet<string>): Check => list(word(known))
const count = must(
  (value) => typeof value === 'number' && Number.isInteger(value) && value > 0,
  'is not a count',
  'write a whole number above 0',
)
/** Parameters of SimpleEventQuery (EPCIS 2.0, 8.2.7.1) by the form of their names. */
const parameters: readonly (readonly [name: RegExp, check: Check])[] = [
  [/^@context$/, context],
  [
    /^eventType$/,
    list(
      must(
        (value) => isText(value) && (Object.hasOwn(events, value) || isUri(value)),
        'is not a type of event',
        `write one of ${Object.keys(events).join(', ')}`,
      ),
    ),
  ],
  [/^(GE|LT)_(eventTime|recordTime|errorDeclarationTime|startTime|endTime|time)$/, time],
  [/^EQ_action$/, list(action)],
  [/^EQ_bizStep$/, wordsOf(bizSteps)],
  [/^EQ_(disposition|persistentDisposition_(un)?set)$/, wordsOf(dispositions)],
  [/^EQ_errorReason$/, wordsOf(errorReasons)],
  [
    /^EQ_(readPoint|bizLocation|transformationID|eventID|correctiveEventID|deviceID|deviceMetadata|rawData|bizRules|microorganism|chemicalSubstance)$/,
    uris,
  ],
  [/^WD_(readPoint|bizLocation)$/, uris],
  [/^EQ_(bizTransaction|source|destination)(_\S+)?$/, uris],
  [
    /^MATCH_(epc|parentID|inputEPC|outputEPC|anyEPC|epcClass|inputEPCClass|outputEPCClass|anyEPCClass)$/,
    uris,
  ],
  [
    /^(EQ|GT|GE|LT|LE)_(quantity|value|minValue|maxValue|meanValue|sDev|percRank|percValue)(_\w+)?$/,
    decimal,
  ],
  [/^EQ_(type|stringValue|hexBinaryValue|uriValue)$/, list(text)],
  [/^EQ_booleanValue$/, truth],
  [/^EXISTS_errorDeclaration$/, must(() => true, '', '')],
  [
    /^((EQ|GT|GE|LT|LE)_)?(ILMD_|INNER_|INNER_ILMD_|SENSORELEMENT_|SENSORMETADATA_|SENSORREPORT_)?[\w.-]+:\S+$/,
    must(() => true, '', ''),
  ],
  [/^(EXISTS|HASATTR|EQATTR)_\S+$/, must(() => true, '', '')],
  [/^orderBy$/, text],
  [/^orderDirection$/, oneOf('ASC', 'DESC')],
  [/^(eventCountLimit|maxEventCount|perPage)$/, count],
  [/^nextPageToken$/, text],
]

function query(value: Readonly<Record<string, unknown>>, report: (fault: Fault) => void): void {
  for (const [name, content] of Object.entries(value)) {
    const check = parameters.find(([pattern]) => pattern.test(name))?.[1]
    if (check !== undefined) check(content, `/${name}`, report)
    else
      report({
        pointer: `/${name}`,
        problem: 'is not a parameter of a query',
        found: showFound(content),
        remedy: 'correct its name or leave it out',
      })
  }
}

const isQuery = (value: Readonly<Record<string, unknown>>): boolean =>
  value['type'] === undefined &&
  [value['@context']].flat().some((one) => isText(one) && one.includes('query-schema'))

/** What is wrong with an EPCIS 2.0 document in JSON-LD: of events, of a query or its results, or a single event. */
export function checkEpcis(value: unknown): Fault[] {
  const faults: Fault[] = []
  const report = (fault: Fault): void => void faults.push(fault)
  const type = isObject(value) ? value['type'] : undefined
  if (type === 'EPCISDocument') document(value, '', report)
  else if (type === 'EPCISQueryDocument') queryDocument(value, '', report)
  else if (isText(type) && isObject(value)) {
    if (value['@context'] === undefined) context(undefined, '/@context', report)
    event(value, '', report)
  } else if (isObject(value) && isQuery(value)) query(value, report)
  else
    report({
      pointer: '/type',
      problem: 'is not a type of EPCIS document',
      found: type === undefined ? 'nothing' : showFound(type),
      remedy: 'write EPCISDocument, EPCISQueryDocument or a type of event',
    })
  return faults
}
