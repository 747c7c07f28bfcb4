import { Button, Checkbox, Group, NativeSelect, Stack, Switch, TextInput } from '@mantine/core'
import { useState, type FormEvent, type ReactNode } from 'react'
import {
  casePriorities,
  useNames,
  type CaseQueueView,
  type CaseQueueInput,
} from '../case-components/index.ts'
import { useText } from '../../messages/index.ts'
import { FormEnd, verdictOrder, TerritoriesField } from '../../components/index.ts'
import styles from './casework-settings.module.css'
import { hoursIn } from './parse-hours.ts'

export type QueueFormProps = {
  of?: CaseQueueView
  /** After all other queues. */
  place: number
  isPending: boolean
  error: unknown
  onClose: () => void
  onWrite: (queue: CaseQueueInput) => void
}

type Rule = CaseQueueInput['rules'][number]
type Draft = {
  brands: string
  countries: string[]
  verdicts: Rule['verdicts']
  from: string
  currency: string
}

const noRule: Draft = { brands: '', countries: [], verdicts: [], from: '', currency: 'EUR' }

function draftOf({ brands, countries, verdicts, turnover }: Rule): Draft {
  const { from = '', currency = 'EUR' } = turnover ?? {}
  return { brands: brands.join(', '), countries, verdicts, from, currency }
}

function ruleOf({ brands, countries, verdicts, from, currency }: Draft): Rule {
  return {
    brands: wordsIn(brands),
    verdicts,
    countries,
    turnover:
      from.trim() === '' ? null : { from: from.trim(), currency: currency.trim().toUpperCase() },
  }
}

function wordsIn(text: string): string[] {
  return text.split(/[,，、;\s]+/).filter((word) => word !== '')
}

export function QueueForm(form: QueueFormProps): ReactNode {
  const { of, isPending, error, onClose, onWrite } = form
  const { t } = useText()
  const people = useNames()
  const [name, setName] = useState(of?.name ?? '')
  const [place, setPlace] = useState(String(of?.place ?? form.place))
  const [rules, setRules] = useState<readonly Draft[]>((of?.rules ?? []).map(draftOf))
  const [hours, setHours] = useState<Record<string, string>>(
    Object.fromEntries(casePriorities.map((one) => [one, of?.sla[one]?.toString() ?? ''])),
  )
  const [assignee, setAssignee] = useState(of?.assignee ?? '')
  const [assignHours, setAssignHours] = useState(of?.assignHours?.toString() ?? '')
  const [retired, setRetired] = useState(of?.retired ?? false)
  const promised = casePriorities.map((one) => [one, hoursIn(hours[one] ?? '')] as const)
  const assignmentHours = hoursIn(assignHours)
  const isWhole =
    name.trim() !== '' &&
    /^\d{1,4}$/.test(place) &&
    assignmentHours !== undefined &&
    promised.every(([, value]) => value !== undefined)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const sla = Object.fromEntries(promised) as CaseQueueInput['sla']
    onWrite({
      name: name.trim(),
      place: Number(place),
      sla,
      retired,
      rules: rules.map(ruleOf),
      assignee: assignee === '' ? null : assignee,
      assignHours: assignee === '' ? null : (assignmentHours ?? null),
    })
  }
  const change = (at: number, more: Partial<Draft>): void =>
    setRules(rules.map((rule, index) => (index === at ? { ...rule, ...more } : rule)))
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Group gap="sm" grow>
          <TextInput
            label={t('case.name')}
            maxLength={100}
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <TextInput
            label={t('case-queue.order')}
            inputMode="numeric"
            value={place}
            onChange={({ currentTarget }) => setPlace(currentTarget.value)}
          />
        </Group>
        {rules.map((rule, at) => (
          <RuleFields
            key={at}
            number={at + 1}
            rule={rule}
            onChange={(more) => change(at, more)}
            onRemove={() => setRules(rules.filter((_, index) => index !== at))}
          />
        ))}
        <Button variant="default" onClick={() => setRules([...rules, noRule])}>
          {t('case-queue.rule.add')}
        </Button>
        <fieldset className={styles.rule}>
          <legend>{t('case-queue.sla')}</legend>
          <div className={styles.hours}>
            {casePriorities.map((one) => (
              <TextInput
                key={one}
                label={t(`case-priority.${one}`)}
                inputMode="numeric"
                value={hours[one] ?? ''}
                onChange={({ currentTarget: { value } }) => setHours({ ...hours, [one]: value })}
              />
            ))}
          </div>
        </fieldset>
        <NativeSelect
          label={t('case-queue.assignee')}
          value={assignee}
          data={[
            { value: '', label: t('case.assignee.none') },
            ...[...people].map(([value, label]) => ({ value, label })),
          ]}
          onChange={({ currentTarget }) => setAssignee(currentTarget.value)}
        />
        {assignee !== '' && (
          <TextInput
            label={t('case-queue.assign-hours')}
            description={t('case.assign.until.hint')}
            inputMode="numeric"
            value={assignHours}
            onChange={({ currentTarget }) => setAssignHours(currentTarget.value)}
          />
        )}
        {of !== undefined && (
          <Switch
            label={t('case-template.retired')}
            checked={retired}
            onChange={({ currentTarget }) => setRetired(currentTarget.checked)}
          />
        )}
        <FormEnd error={error} isPending={isPending} ready={isWhole} onLeave={onClose}>
          {t('state.save')}
        </FormEnd>
      </Stack>
    </form>
  )
}

type RuleFieldsProps = {
  number: number
  rule: Draft
  onChange: (more: Partial<Draft>) => void
  onRemove: () => void
}

function RuleFields({ number, rule, onChange, onRemove }: RuleFieldsProps): ReactNode {
  const { t } = useText()
  return (
    <fieldset className={styles.rule}>
      <legend>{t('case-queue.rule', { number })}</legend>
      <TextInput
        label={t('case-queue.brands')}
        value={rule.brands}
        onChange={({ currentTarget }) => onChange({ brands: currentTarget.value })}
      />
      <TerritoriesField
        label={t('case-queue.countries')}
        description={t('case-queue.countries.hint')}
        value={rule.countries}
        onChange={(countries) => onChange({ countries })}
      />
      <div className={styles.verdicts} role="group" aria-label={t('case-queue.verdicts')}>
        {verdictOrder.map((verdict) => (
          <Checkbox
            key={verdict}
            size="xs"
            label={t(`verdict.${verdict}`)}
            checked={rule.verdicts.includes(verdict)}
            onChange={({ currentTarget: { checked } }) =>
              onChange({
                verdicts: verdictOrder.filter((one) =>
                  one === verdict ? checked : rule.verdicts.includes(one),
                ),
              })
            }
          />
        ))}
      </div>
      <Group gap="sm" grow>
        <TextInput
          label={t('case-queue.turnover')}
          inputMode="decimal"
          value={rule.from}
          onChange={({ currentTarget }) => onChange({ from: currentTarget.value })}
        />
        <TextInput
          label={t('case-queue.currency')}
          maxLength={3}
          value={rule.currency}
          onChange={({ currentTarget }) => onChange({ currency: currentTarget.value })}
        />
      </Group>
      <Button size="compact-sm" variant="subtle" onClick={onRemove}>
        {t('case-queue.rule.remove')}
      </Button>
    </fieldset>
  )
}
