import { Button, Checkbox, SegmentedControl, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useSignedIn } from '../../access/session/index.ts'
import { StatementReading, type Readings } from '../appeal-components/index.ts'
import { useText } from '../../messages/index.ts'
import {
  DraftRestored,
  FactList,
  Refused,
  SubmitButton,
  useKeptDraft,
  TerritoriesField,
} from '../../components/index.ts'
import type { Draft, Statement } from './queries.ts'
import styles from './moderation.module.css'
import { StatementFaults, type StatementFault } from './statement-faults.tsx'
import {
  begun,
  completedIn,
  lacksOf,
  otherMeasures,
  usualMeasures,
  type Completed,
  type Measure,
} from './statement-draft.ts'

export type Preview = {
  text: string
  readings: Readings
  faults: readonly StatementFault[]
}

export type StatementFormProps = {
  draft: Draft['draft']
  /** Previews the statement. Without it, errors show only when sending. */
  preview?: (statement: Statement) => Promise<Preview>
  run: (statement: Statement) => Promise<unknown>
  label: string
  /** Further fields of the form. */
  children?: ReactNode
  /** What is missing of what is asked for beside the statement, in words. */
  missing?: readonly string[]
  onClose?: () => void
  /** The subject under which unsent changes are kept on this device. */
  keptAs: string
  /** Whether `run` only schedules the sending: then the draft stays until it is sent. */
  isSentLater?: boolean
}

export const statementDraftName = (subject: string): string => `statement ${subject}`

/**
 * A statement of reasons to complete: free text where the law allows it, the rest from the record. It is sent exactly
 * as previewed, and only without errors.
 */
export function StatementForm(props: StatementFormProps): ReactNode {
  const { draft, preview, run, label, children, missing = [], onClose, keptAs, isSentLater } = props
  const { t } = useText()
  const { person } = useSignedIn()
  const savedDraft = useKeptDraft<Completed>(
    { author: person.id, about: statementDraftName(keptAs) },
    begun(draft),
  )
  const { value: completed, setValue: setCompleted } = savedDraft
  const [read, setRead] = useState<Preview & { of: string }>()
  const statement = completedIn(draft, completed)
  const written = JSON.stringify(statement)
  const lacks = lacksOf(completed).map((one) => t(`statement-missing.${one}`))
  const isRead = preview === undefined || (read?.of === written && read.faults.length === 0)
  const look = useMutation({
    mutationFn: async () => {
      const previewed = await preview?.(statement)
      if (previewed !== undefined) setRead({ ...previewed, of: written })
    },
  })
  const send = useMutation({
    mutationFn: () => run(statement),
    onSuccess: () => isSentLater !== true && savedDraft.clear(),
  })
  const change = (changed: Partial<Completed>): void => {
    look.reset()
    send.reset()
    setCompleted({ ...completed, ...changed })
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (isRead) send.mutate()
    else look.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <DraftRestored draft={savedDraft} />
        <Fields
          completed={completed}
          hasOthers={draft['otherListings'] !== undefined}
          onChange={change}
        />
        <RecordedOrigin draft={draft} />
        {children}
        {read && read.of === written && read.faults.length > 0 && (
          <div className={styles.faults} role="alert">
            <strong>{t('statement.faults')}</strong>
            <StatementFaults faults={read.faults} />
          </div>
        )}
        {read && read.of === written && (
          <section aria-label={t('statement.seller-view')}>
            <h3 className={styles.small}>{t('statement.seller-view')}</h3>
            <pre className={styles.text} lang="en" tabIndex={0}>
              {read.text}
            </pre>
            <StatementReading text={read.text} readings={read.readings} />
          </section>
        )}
        <Refused error={look.error ?? send.error} />
        <SubmitButton
          isPending={look.isPending || send.isPending}
          missing={isRead ? [...lacks, ...missing] : lacks}
          beside={
            onClose && (
              <Button variant="default" onClick={onClose}>
                {t('state.cancel')}
              </Button>
            )
          }
        >
          {isRead ? label : t('statement.preview')}
        </SubmitButton>
      </Stack>
    </form>
  )
}

type FieldsProps = {
  completed: Completed
  /** Whether the draft has counts of the seller's other listings. */
  hasOthers: boolean
  onChange: (changed: Partial<Completed>) => void
}

function Fields({ completed, hasOthers, onChange }: FieldsProps): ReactNode {
  const { t } = useText()
  const { measures, kind, discloses } = completed
  const toggle = (measure: Measure, isOn: boolean): void =>
    onChange({
      measures: isOn ? [...measures, measure] : measures.filter((one) => one !== measure),
    })
  const box = (measure: Measure): ReactNode => (
    <Checkbox
      key={measure}
      label={t(`measure.${measure}`)}
      checked={measures.includes(measure)}
      onChange={({ currentTarget }) => toggle(measure, currentTarget.checked)}
    />
  )
  const line = (name: 'words' | 'legalGround' | 'clause' | 'notifierName') => (
    <TextInput
      label={t(`statement-field.${name}`)}
      maxLength={500}
      value={completed[name]}
      onChange={({ currentTarget }) => onChange({ [name]: currentTarget.value })}
    />
  )
  const day = (name: 'startsOn' | 'endsOn') => (
    <TextInput
      type="date"
      label={t(`statement-field.${name}`)}
      {...(name === 'endsOn' && { description: t('statement-field.endsOn.hint') })}
      value={completed[name]}
      onChange={({ currentTarget }) => onChange({ [name]: currentTarget.value })}
    />
  )
  const words = (name: 'facts' | 'why' | 'necessity', hint?: string) => (
    <Textarea
      label={t(`statement-field.${name}`)}
      {...(hint !== undefined && { description: hint })}
      autosize
      minRows={2}
      maxRows={12}
      maxLength={name === 'facts' ? 5000 : name === 'why' ? 2000 : 500}
      value={completed[name]}
      onChange={({ currentTarget }) => onChange({ [name]: currentTarget.value })}
    />
  )
  return (
    <>
      <fieldset className={styles.choices}>
        <legend>{t('statement-field.measures')}</legend>
        {usualMeasures.map(box)}
        <details>
          <summary>{t('statement.other-measures')}</summary>
          <div className={styles.choices}>{otherMeasures.map(box)}</div>
        </details>
      </fieldset>
      {measures.some((one) => one.startsWith('other-')) && line('words')}
      <div className={styles.two}>
        {day('startsOn')}
        {day('endsOn')}
      </div>
      <TerritoriesField
        label={t('statement-field.territory')}
        value={completed.territory}
        onChange={(territory) => onChange({ territory })}
      />
      {words('facts', t('statement-field.facts.hint'))}
      {hasOthers && (
        <Checkbox
          label={t('statement-field.others')}
          description={t('statement-field.others.hint')}
          checked={completed.givesOthers}
          onChange={({ currentTarget }) => onChange({ givesOthers: currentTarget.checked })}
        />
      )}
      <SegmentedControl
        aria-label={t('statement-field.kind')}
        value={kind}
        data={[
          { value: 'illegal', label: t('statement-kind.illegal') },
          { value: 'terms', label: t('statement-kind.terms') },
        ]}
        onChange={(value) => onChange({ kind: value === 'terms' ? 'terms' : 'illegal' })}
      />
      {kind === 'illegal' ? (
        line('legalGround')
      ) : (
        <>
          {line('clause')}
          <Checkbox
            label={t('statement-field.alsoIllegal')}
            checked={completed.alsoIllegal}
            onChange={({ currentTarget }) => onChange({ alsoIllegal: currentTarget.checked })}
          />
        </>
      )}
      {words('why', t('statement-field.why.hint'))}
      <Checkbox
        label={t('statement-field.discloses')}
        description={t('statement-field.discloses.hint')}
        checked={discloses}
        onChange={({ currentTarget }) => onChange({ discloses: currentTarget.checked })}
      />
      {discloses && (
        <>
          {line('notifierName')}
          {words('necessity')}
        </>
      )}
    </>
  )
}

/** How the decision came about: taken from the record and not editable. */
function RecordedOrigin({ draft }: Pick<StatementFormProps, 'draft'>): ReactNode {
  const { t, word } = useText()
  const text = (value: unknown): string | undefined =>
    typeof value === 'string' ? value : undefined
  const redress = (draft['redress'] ?? {}) as Record<string, unknown>
  const complaint = (redress['complaint'] ?? {}) as Record<string, unknown>
  const [source, automated] = [text(draft['source']), text(draft['automatedDecision'])]
  return (
    <details className={styles.recorded}>
      <summary>{t('statement.recorded')}</summary>
      <FactList
        facts={[
          [t('statement-field.subject'), text(draft['subject'])],
          [t('statement-field.source'), source && (word(`statement-source.${source}`) ?? source)],
          [
            t('statement-field.automated'),
            automated && (word(`statement-automated.${automated}`) ?? automated),
          ],
          [t('statement-field.category'), text(draft['category'])],
          [
            t('statement-field.complaint'),
            text(complaint['where']) && `${text(complaint['where'])} (${text(complaint['until'])})`,
          ],
          [t('statement-field.bodies'), text(redress['bodies'])],
          [t('statement-field.court'), text(redress['court'])],
        ]}
      />
    </details>
  )
}
