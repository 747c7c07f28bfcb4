import { Checkbox, Modal, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { TransitionFieldView } from '@touchstone/contract'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { Provisions, useRegimeWords, type RegimeWords } from '../regime-components/index.ts'
import { recordedSentences } from './recorded-sentences.ts'
import { useText } from '../../messages/index.ts'
import { FormEnd } from '../../components/index.ts'
import { useInstanceTitles } from './instance-titles.ts'
import { linesOf, valuesOf, type FieldInput } from './field-values.ts'
import styles from './proceedings.module.css'
import type {
  LawLineView,
  AvailableTransitionView,
  AvailableWorkflowView,
  ProceedingView,
} from './queries.ts'

/** A transition of a workflow instance, or the start of a new one. */
export type SelectedAction =
  | { kind: 'act'; instance: string; action: AvailableTransitionView }
  | { kind: 'begin'; begin: AvailableWorkflowView }

export type ActDialogProps = {
  proceeding: ProceedingView
  lines: ReadonlyMap<string, LawLineView>
  chosen: SelectedAction | undefined
  onClose: () => void
  /** The results, one sentence each. */
  onDone: (why: readonly string[]) => void
}

/** A form for the fields that the law requires; refusals appear as sentences in it. */
export function TransitionDialog({ chosen, ...rest }: ActDialogProps): ReactNode {
  const { t } = useText()
  const words = useRegimeWords()
  const title = chosen === undefined ? '' : titleOf(words, chosen, rest.proceeding)
  return (
    <Modal
      opened={chosen !== undefined}
      onClose={rest.onClose}
      title={capital(title)}
      size="lg"
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      {chosen && <ActForm chosen={chosen} {...rest} />}
    </Modal>
  )
}

function doingOf(chosen: SelectedAction): AvailableTransitionView | AvailableWorkflowView {
  return chosen.kind === 'act' ? chosen.action : chosen.begin
}

function titleOf(
  words: RegimeWords,
  chosen: SelectedAction,
  { instances }: Pick<ProceedingView, 'instances'>,
): string {
  if (chosen.kind === 'begin') {
    return words.opening({ id: chosen.begin.workflow, title: chosen.begin.title })
  }
  const { transition, title } = chosen.action
  const workflow = instances.find(({ id }) => id === chosen.instance)?.workflow ?? ''
  return words.transition(workflow, { id: transition, title })
}

export function capital(title: string): string {
  return title.charAt(0).toUpperCase() + title.slice(1)
}

/** An id that no workflow instance of the proceeding has. */
function nextInstance({ instances }: Pick<ProceedingView, 'instances'>): string {
  const taken = new Set(instances.map(({ id }) => id))
  let number = instances.length + 1
  // A template literal would read as the pattern of a message key.
  while (taken.has('n'.concat(String(number)))) number += 1
  return 'n'.concat(String(number))
}

type ActFormProps = Omit<ActDialogProps, 'chosen'> & { chosen: SelectedAction }

function ActForm({ proceeding, lines, chosen, onClose, onDone }: ActFormProps): ReactNode {
  const { t, time, locale } = useText()
  const words = useRegimeWords()
  const titleOfInstance = useInstanceTitles(proceeding)
  const queries = useQueryClient()
  const { roles, fields, lines: basis } = doingOf(chosen)
  const [role, setRole] = useState(roles[0] ?? '')
  const [typed, setTyped] = useState<FieldInput>({})
  const origins = chosen.kind === 'begin' ? chosen.begin.origins : []
  const [origin, setOrigin] = useState(origins[0] ?? '')
  const titles = new Map(proceeding.roles.map((one) => [one.id, one.title]))
  const action = useMutation({
    mutationFn: () => {
      const values = valuesOf(fields, typed)
      return server.proceedings.act({
        params: { id: proceeding.id },
        body: {
          action:
            chosen.kind === 'act'
              ? {
                  type: 'transition',
                  id: chosen.instance,
                  transition: chosen.action.transition,
                  role,
                  fields: values,
                }
              : {
                  type: 'open',
                  id: nextInstance(proceeding),
                  workflow: chosen.begin.workflow,
                  role,
                  fields: values,
                  ...(origin !== '' && { origin }),
                },
          expectedVersion: proceeding.events,
        },
      })
    },
    onSuccess: async (answer) => {
      queries.setQueryData(['proceeding', proceeding.id], answer.proceeding)
      onDone(
        locale === 'en'
          ? answer.why
          : recordedSentences({ t, time }, words, proceeding, answer.proceeding),
      )
      onClose()
      await queries.invalidateQueries({ queryKey: ['proceedings'] })
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    action.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Provisions ids={basis} lines={lines} />
        {origins.length > 0 && (
          <NativeSelect
            label={t('proceeding.origin')}
            value={origin}
            data={origins.map((id) => ({ value: id, label: titleOfInstance(id) }))}
            onChange={({ currentTarget }) => setOrigin(currentTarget.value)}
          />
        )}
        <NativeSelect
          label={t('proceeding.as')}
          value={role}
          data={roles.map((id) => ({
            value: id,
            label: words.role({ id, title: titles.get(id) ?? id }),
          }))}
          onChange={({ currentTarget }) => setRole(currentTarget.value)}
        />
        {fields.map((field) => (
          <div key={field.name}>
            <Field
              field={field}
              value={typed[field.name] ?? ''}
              onChange={(value) => setTyped({ ...typed, [field.name]: value })}
            />
            <Provisions ids={field.lines} lines={lines} />
          </div>
        ))}
        <FormEnd
          error={action.error}
          isPending={action.isPending}
          ready={role !== ''}
          onLeave={onClose}
        >
          {t('proceeding.record')}
        </FormEnd>
      </Stack>
    </form>
  )
}

type FieldProps = { field: TransitionFieldView; value: string; onChange: (value: string) => void }

/** A field, labelled in the regime's words. Conditionally required fields are never marked as required. */
function Field({ field, value, onChange }: FieldProps): ReactNode {
  const { t } = useText()
  const words = useRegimeWords()
  const { type, values, when, optional } = field
  const condition = when === null ? undefined : words.condition(when)
  const whenText =
    condition === undefined
      ? t('proceeding.condition.other')
      : t('proceeding.condition', { condition })
  const notes = [
    optional && t('proceeding.optional'),
    when !== null && whenText,
    type === 'list' && values.length === 0 && t('proceeding.one-a-line'),
  ].filter((note) => note !== false)
  const common = {
    label: capital(words.field(field.label)),
    ...(notes.length > 0 && { description: notes.join(' · ') }),
    required: !optional && when === null,
    withAsterisk: false,
  }
  if (type === 'boolean') {
    return (
      <NativeSelect
        {...common}
        value={value}
        data={[
          { value: '', label: t('proceeding.not-stated') },
          { value: 'true', label: t('proceeding.yes') },
          { value: 'false', label: t('proceeding.no') },
        ]}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    )
  }
  if (type === 'choice') {
    return (
      <NativeSelect
        {...common}
        value={value}
        data={[
          { value: '', label: t('proceeding.not-stated') },
          ...values.map((one) => ({ value: one, label: words.value(one) })),
        ]}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    )
  }
  if (type === 'list' && values.length > 0) {
    const chosen = linesOf(value)
    return (
      <Checkbox.Group
        label={common.label}
        {...(notes.length > 0 && { description: notes.join(' · ') })}
        value={chosen}
        onChange={(next) => onChange(next.join('\n'))}
      >
        <div className={styles.choices}>
          {values.map((one) => (
            <Checkbox key={one} value={one} label={words.value(one)} />
          ))}
        </div>
      </Checkbox.Group>
    )
  }
  if (type === 'text' || type === 'list') {
    return (
      <Textarea
        {...common}
        autosize
        minRows={type === 'list' ? 2 : 1}
        maxRows={10}
        maxLength={10_000}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    )
  }
  return (
    <TextInput
      {...common}
      type={type === 'date' ? 'date' : 'text'}
      {...(type !== 'date' && { inputMode: 'decimal' as const })}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  )
}
