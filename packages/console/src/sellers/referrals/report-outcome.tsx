import { Button, Modal, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useMember } from '../../access/session/index.ts'
import { DraftRestored, FileDrop, FormEnd, useKeptDraft } from '../../components/index.ts'
import { base64OfFile, server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { missingOf, needsFinding, noOutcome, reportOf, type OutcomeForm } from './outcome-input.ts'
import { QuantityFields } from './quantity-fields.tsx'
import { useReadAgain, type ReferralDetailView } from './queries.ts'
import styles from './referrals.module.css'
import { knownOf } from './states.ts'
import { findings, outcomes } from './terms.ts'

type ReportOutcomeProps = {
  referral: ReferralDetailView
  items: readonly string[]
  opened: boolean
  onClose: () => void
  onReported: () => void
}

/** Reports what came of the marked items. */
export function ReportOutcome(props: ReportOutcomeProps): ReactNode {
  const { t } = useText()
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={t('outcome-report.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      {props.opened && <Form {...props} isLetter={false} />}
    </Modal>
  )
}

/** Keys in what a recipient without an account wrote, with the scan of the letter. */
export function ReportFromLetter({ referral }: { referral: ReferralDetailView }): ReactNode {
  const { t } = useText()
  const [opened, setOpened] = useState(false)
  const [items, setItems] = useState('')
  const refs = items.split(/[\s,;]+/).filter((one) => one !== '')
  const close = (): void => setOpened(false)
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setOpened(true)}>
        {t('outcome-report.from-letter')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('outcome-report.from-letter')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('state.close') }}
      >
        {opened && (
          <Stack gap="md">
            <TextInput
              label={t('outcome-report.items')}
              description={t('outcome-report.items.hint')}
              placeholder="L-1, L-2"
              value={items}
              onChange={({ currentTarget }) => setItems(currentTarget.value.toUpperCase())}
            />
            <Form
              referral={referral}
              items={refs}
              onClose={close}
              onReported={() => setItems('')}
              isLetter
            />
          </Stack>
        )}
      </Modal>
    </>
  )
}

type FormProps = Omit<ReportOutcomeProps, 'opened'> & { isLetter: boolean }

function Form({ referral: { id }, items, onClose, onReported, isLetter }: FormProps): ReactNode {
  const { t, list } = useText()
  const { person } = useMember()
  const readAgain = useReadAgain(id)
  const draft = useKeptDraft<OutcomeForm>({ author: person.id, about: `outcome ${id}` }, noOutcome)
  const form = draft.value
  const put = (part: Partial<OutcomeForm>): void => draft.setValue({ ...form, ...part })
  const [scan, setScan] = useState<File>()
  const report = useMutation({
    mutationFn: async () => {
      const letter = await letterOf(form, scan)
      await server.outcomeReports.report({
        params: { id },
        body: { ...reportOf(form, items), ...(letter && { letter }) },
      })
    },
    onSuccess: async () => {
      draft.clear()
      onReported()
      onClose()
      await readAgain()
    },
  })
  const missing = [
    ...missingOf(form, items).map((field) => t(`outcome-report.${field}`)),
    ...(isLetter && (scan === undefined || form.from.trim() === '' || form.dated === '')
      ? [t('outcome-report.letter')]
      : []),
  ]
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    report.mutate()
  }
  const text = (field: 'proceeding' | 'from') => ({
    label: t(`outcome-report.${field}`),
    maxLength: 200,
    value: form[field],
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) =>
      put({ [field]: currentTarget.value }),
  })
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <DraftRestored draft={draft} />
        {!isLetter && (
          <p className={styles.fine}>
            {t('outcome-report.about', { count: items.length, items: list(items.slice(0, 20)) })}
          </p>
        )}
        <NativeSelect
          label={t('outcome-report.outcome')}
          description={t(`dossier-outcome.${form.outcome}.effect`)}
          value={form.outcome}
          data={outcomes.map((value) => ({ value, label: t(`dossier-outcome.${value}`) }))}
          onChange={({ currentTarget }) =>
            put({ outcome: knownOf(outcomes, currentTarget.value) ?? 'search' })
          }
        />
        <TextInput {...text('proceeding')} description={t('outcome-report.proceeding.hint')} />
        <TextInput
          label={t('outcome-report.on')}
          type="date"
          value={form.happenedOn}
          onChange={({ currentTarget }) => put({ happenedOn: currentTarget.value })}
        />
        {needsFinding(form.outcome) && (
          <NativeSelect
            label={t('outcome-report.finding')}
            value={form.finding}
            data={[
              { value: '', label: t('outcome-report.finding.choose') },
              ...findings.map((value) => ({ value, label: t(`dossier-finding.${value}`) })),
            ]}
            onChange={({ currentTarget }) =>
              put({ finding: knownOf(findings, currentTarget.value) ?? '' })
            }
          />
        )}
        {form.outcome === 'seizure' && (
          <QuantityFields
            quantities={form.quantities}
            onChange={(quantities) => put({ quantities })}
          />
        )}
        <Textarea
          label={t('outcome-report.note')}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={4000}
          value={form.note}
          onChange={({ currentTarget }) => put({ note: currentTarget.value })}
        />
        {isLetter && (
          <fieldset className={styles.group}>
            <legend>{t('outcome-report.letter')}</legend>
            <div className={styles.pairs}>
              <TextInput {...text('from')} />
              <TextInput
                label={t('outcome-report.dated')}
                type="date"
                value={form.dated}
                onChange={({ currentTarget }) => put({ dated: currentTarget.value })}
              />
            </div>
            {scan === undefined ? (
              <FileDrop
                label={t('outcome-report.scan')}
                hint={t('outcome-report.scan.hint')}
                onFile={setScan}
              />
            ) : (
              <p className="stranger">{scan.name}</p>
            )}
          </fieldset>
        )}
        <FormEnd
          error={report.error}
          isPending={report.isPending}
          missing={missing}
          onLeave={onClose}
        >
          {t('outcome-report.send')}
        </FormEnd>
      </Stack>
    </form>
  )
}

const scanTypes = ['application/pdf', 'image/png', 'image/jpeg'] as const

async function letterOf({ from, dated }: OutcomeForm, scan: File | undefined) {
  if (scan === undefined) return undefined
  const mediaType = knownOf(scanTypes, scan.type) ?? 'application/pdf'
  return { from: from.trim(), dated, scan: { mediaType, content: await base64OfFile(scan) } }
}
