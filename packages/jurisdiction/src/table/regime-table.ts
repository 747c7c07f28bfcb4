import type {
  TimeLimit,
  Guard,
  Workflow,
  Policy,
  Provision,
  RegimeData,
  Transition,
} from '../regime/index.ts'
import { conditionWords } from './condition-text.ts'

/**
 * A regime as a Markdown page, made from its data alone: for each workflow its states, the transitions and their
 * provisions, its time limits; then policies, duties, and every provision with its source and whether it was
 * verified.
 */
export function regimeTable(regime: RegimeData): string {
  const { title, id, version, jurisdiction, asOf, timeZone, caution, provisions } = regime
  const law = provisions.filter(({ force }) => force === 'law')
  const verified = law.filter((provision) => provision.verified).length
  const parts = [
    `# ${title} (\`${id}\`)`,
    `Printed from the data by \`touchstone regime show ${id} --table\`. ${jurisdiction}, version ${version}, as of ${asOf}, days in ${timeZone}.`,
    caution,
    `${verified} of ${law.length} lines of law are verified: their wording was read in the source that is named. The others are marked; under any of them the regime is rehearsed only, until counsel has checked it. ${provisions.length - law.length} lines are policies of the house where the law leaves something open. A line names its articles; “(policy)” and “(not verified)” stand behind those that are so.`,
    ...regime.workflows.flatMap((workflow) => machineParts(regime, workflow)),
    '## Policies',
    'What the law leaves to the house. A house may set others, not below the least.',
    table(
      ['Policy', 'Value', 'Least', 'Lines'],
      regime.policies.map((policy) => [
        `${policy.title} (\`${policy.id}\`)`,
        valueWords(policy),
        policy.minimum === undefined ? '' : `${policy.minimum} ${policy.unit}`,
        lines(regime, policy.basis),
      ]),
    ),
    '## Whom it binds',
    table(
      ['Duty', 'Articles', 'From', 'Micro and small', 'Lines'],
      regime.duties.map((duty) => [
        duty.title,
        duty.articles,
        duty.minTier,
        duty.smallExempt
          ? `exempt${duty.graceMonths > 0 ? `, and ${duty.graceMonths} months after` : ''}; not if very large`
          : 'bound',
        lines(regime, duty.basis),
      ]),
    ),
    '## Lines',
    table(
      ['Line', 'Article', 'What it says', 'Law or policy', 'Valid from', 'Source', 'Verified'],
      provisions.map((provision) => [
        `\`${provision.id}\``,
        provision.article,
        provision.summary,
        provision.force,
        provision.validFrom,
        provision.sources.join(', '),
        verifiedWords(provision),
      ]),
    ),
    '## Sources',
    table(
      ['Source', 'What it is', 'Kind'],
      regime.sources.map((source) => [source.id, source.title, source.kind]),
    ),
  ]
  return `${parts.join('\n\n')}\n`
}

function machineParts(regime: RegimeData, workflow: Workflow): string[] {
  const { id, title, subject, states, transitions, timeLimits, opening, initial } = workflow
  const rows = transitions.map((transition) => [
    transition.from.join(', '),
    transition.to ?? 'stays',
    `${transition.title} (\`${transition.id}\`)`,
    roleWords(regime, transition.roles),
    required(transition),
    checks(transition),
    effects(transition),
    lines(regime, transition.basis),
  ])
  const begun: string[][] =
    opening === undefined
      ? []
      : [
          [
            opening.origins
              .map((origin) => `${origin.workflow} in ${origin.in.join(', ')}`)
              .join('; '),
            initial,
            opening.title,
            roleWords(regime, opening.roles),
            required(opening),
            checks(opening),
            '',
            lines(regime, opening.basis),
          ],
        ]
  const started = opening === undefined ? ` It begins by another matter, in ${initial}.` : ''
  const { onOpen: begins } = workflow
  const first = [
    ...(begins?.timeLimits ?? []).map(({ start, when }) => `the time limit ${start}${where(when)}`),
    ...(begins?.owes ?? []).map(
      ({ document, to, when }) => `${document}, owed to ${to}${where(when)}`,
    ),
  ]
  const beginning = first.length === 0 ? '' : ` With it begins ${first.join('; ')}.`
  return [
    `## ${id}: ${title}`,
    `${subject}${started}${beginning}`,
    table(
      ['State', 'What it is', 'Kind'],
      states.map((state) => [state.id, state.title, state.kind]),
    ),
    table(
      ['From', 'To', 'To do', 'Who', 'Asks for', 'Only where', 'Brings about', 'Lines'],
      [...begun, ...rows],
    ),
    ...(timeLimits.length === 0
      ? []
      : [
          table(
            [
              'Time limit',
              'Kind',
              'Period',
              'Counts from',
              'Who is bound',
              'When it passes',
              'Lines',
            ],
            timeLimits.map((timeLimit) => [
              `${timeLimit.title} (\`${timeLimit.id}\`)`,
              timeLimit.kind,
              periodWords(regime, timeLimit),
              timeLimit.from ?? 'the event',
              timeLimit.responsible,
              timeLimit.expiry ?? (timeLimit.kind === 'none' ? 'never' : 'an alert'),
              lines(regime, timeLimit.basis),
            ]),
          ),
        ]),
  ]
}

function required({ fields }: Pick<Transition, 'fields'>): string {
  return fields
    .map(({ name, optional, when }) => {
      const marks = [
        ...(optional === true ? ['if known'] : []),
        ...(when === undefined ? [] : [`where ${conditionWords(when)}`]),
      ]
      return `${name}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`
    })
    .join('; ')
}

function checks({ checks: all }: Pick<Transition, 'checks'>): string {
  return all
    .map(({ when, condition: holds }) =>
      when === undefined
        ? conditionWords(holds)
        : `${conditionWords(holds)}, where ${conditionWords(when)}`,
    )
    .join('; ')
}

function effects(transition: Transition): string {
  const { timeLimits, stops, owes, delivers, starts, originTimeLimits } = transition
  return [
    ...timeLimits.map(({ start, when }) => `starts ${start}${where(when)}`),
    ...stops.map((timeLimit) => `stops ${timeLimit}`),
    ...owes.map(({ document, to, when }) => `${document} is owed to ${to}${where(when)}`),
    ...delivers.map((document) => `${document} is delivered`),
    ...starts.map(({ workflow, when }) => `begins ${workflow}${where(when)}`),
    ...originTimeLimits.map(({ start, when }) => `starts ${start} in its origin${where(when)}`),
  ].join('; ')
}

function where(when: Guard | undefined): string {
  return when === undefined ? '' : ` where ${conditionWords(when)}`
}

function periodWords(regime: RegimeData, timeLimit: TimeLimit): string {
  const policy = (id: string): string => {
    const known = regime.policies.find((candidate) => candidate.id === id)
    return known === undefined ? id : `${valueWords(known)} (policy ${id})`
  }
  switch (timeLimit.kind) {
    case 'undue':
      return `no number in law; target ${policy(timeLimit.target.policy)}`
    case 'calendar':
    case 'working-days': {
      const unit =
        timeLimit.kind === 'calendar'
          ? `${timeLimit.unit}s`
          : `working days of ${timeLimit.calendar}`
      const count =
        typeof timeLimit.amount === 'number'
          ? `${timeLimit.amount} ${unit}`
          : policy(timeLimit.amount.policy)
      const end =
        timeLimit.kind === 'calendar' && timeLimit.endOfMonth !== undefined
          ? ', to the last day of a short month'
          : ''
      const rolls =
        timeLimit.kind === 'calendar' && timeLimit.rollForwardCalendar !== undefined
          ? `, to the next working day of ${timeLimit.rollForwardCalendar}`
          : ''
      return `${count}${end}${rolls}`
    }
    case 'date':
      return 'to the end of the day that is named'
    case 'none':
      return 'without an end'
  }
}

function valueWords({ value, unit }: Policy): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return `${value} ${unit}`
}

function lines(regime: RegimeData, basis: readonly string[]): string {
  return basis
    .map((id) => {
      const line = regime.provisions.find((provision) => provision.id === id)
      if (line === undefined) return id
      if (line.force === 'policy') return `${line.article} (policy)`
      return line.verified ? line.article : `${line.article} (not verified)`
    })
    .join('; ')
}

function verifiedWords({ force, verified, consulted: seen }: Provision): string {
  if (force === 'policy') return 'policy'
  if (verified) return 'yes'
  return seen === 'substance' ? 'no: substance only' : 'no: not found'
}

function roleWords(regime: RegimeData, roles: readonly string[]): string {
  return roles.map((id) => regime.roles.find((role) => role.id === id)?.title ?? id).join(', ')
}

/** A table as oxfmt formats it, so that the page and the command's output are identical. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')))
  const widths = head.map((_, at) => Math.max(3, ...all.map((row) => (row[at] ?? '').length)))
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, at) => (row[at] ?? '').padEnd(width)).join(' | ')} |`
  const [first = [], ...rest] = all
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [line(first), rule, ...rest.map(line)].join('\n')
}
