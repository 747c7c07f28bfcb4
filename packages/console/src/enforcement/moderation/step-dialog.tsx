import { Checkbox, Modal, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { FormEnd } from '../../components/index.ts'
import { useFlaggers } from './queries.ts'
import {
  actOf,
  askedFor,
  lacks,
  type Step,
  type StepField,
  type FieldInput,
} from './moderation-steps.ts'
import type { ModerationAction } from './queries.ts'

export type StepDialogProps = {
  step: Step | undefined
  instance: string
  /** Explains the effect of the step. */
  text?: ReactNode
  run: (action: ModerationAction) => Promise<unknown>
  onClose: () => void
}

/** A step with its fields; refusals under the regime appear as sentences in the form. */
export function StepDialog({ step, onClose, ...form }: StepDialogProps): ReactNode {
  const { t } = useText()
  return (
    <Modal
      opened={step !== undefined}
      onClose={onClose}
      title={step && t(`moderation-action.${step.type}`)}
      size="lg"
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      {step && <StepForm key={step.type} step={step} onClose={onClose} {...form} />}
    </Modal>
  )
}

type StepFormProps = Omit<StepDialogProps, 'step'> & { step: Step }

function StepForm({ step, instance, text, run, onClose }: StepFormProps): ReactNode {
  const { t } = useText()
  const [typed, setTyped] = useState<FieldInput>(() => firstValues(step))
  const action = useMutation({
    mutationFn: () => run(actOf(step, typed, instance)),
    onSuccess: onClose,
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    action.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {text !== undefined && <div>{text}</div>}
        {askedFor(step, typed).map((field) => (
          <Field
            key={field.name}
            field={field}
            value={typed[field.name] ?? ''}
            onChange={(value) => setTyped({ ...typed, [field.name]: value })}
          />
        ))}
        <FormEnd
          error={action.error}
          isPending={action.isPending}
          ready={!lacks(step, typed)}
          onLeave={onClose}
        >
          {t(`moderation-action.${step.type}`).replace('…', '')}
        </FormEnd>
      </Stack>
    </form>
  )
}

/** Selects the first option of each choice, but never an outcome or what the marketplace knew. */
function firstValues({ fields }: Step): FieldInput {
  return Object.fromEntries(
    fields.flatMap(({ name, kind, values }) =>
      kind === 'choice' && name !== 'outcome' && name !== 'knowledge'
        ? [[name, values?.[0] ?? '']]
        : [],
    ),
  )
}

type FieldProps = { field: StepField; value: string; onChange: (value: string) => void }

function Field({ field, value, onChange }: FieldProps): ReactNode {
  const { t, word } = useText()
  const flaggers = useFlaggers(field.kind === 'flagger')
  const { name, kind, values = [], optional = false } = field
  const hint = word(`moderation-field.${name}.hint`)
  const common = {
    label: t(`moderation-field.${name}`),
    ...(hint !== undefined && { description: hint }),
    required: !optional,
    withAsterisk: false,
  }
  if (kind === 'tick') {
    return (
      <Checkbox
        label={common.label}
        {...(hint !== undefined && { description: hint })}
        checked={value === 'true'}
        onChange={({ currentTarget }) => onChange(String(currentTarget.checked))}
      />
    )
  }
  if (kind === 'choice' || kind === 'flagger') {
    const named = values.map((one) => ({ value: one, label: t(`moderation-choice.${one}`) }))
    const listed = (flaggers.data ?? []).map((one) => ({
      value: one.id,
      label: `${one.name} (${t(`notifier-type.${one.notifierType}`)})`,
    }))
    const none = { value: '', label: t('moderation.choose') }
    return (
      <NativeSelect
        {...common}
        value={value}
        data={kind === 'flagger' ? [none, ...listed] : value === '' ? [none, ...named] : named}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    )
  }
  if (kind === 'line' || kind === 'day' || kind === 'count') {
    return (
      <TextInput
        {...common}
        type={kind === 'day' ? 'date' : 'text'}
        {...(kind === 'count' && { inputMode: 'numeric' as const })}
        maxLength={500}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    )
  }
  return (
    <Textarea
      {...common}
      autosize
      minRows={kind === 'words' ? 2 : 3}
      maxRows={12}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  )
}
