import { Button, Checkbox, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import type { Permissions } from '../../access/session/index.ts'
import { Card, QueryStatus } from '../../components/index.ts'
import type { ItemActions } from './use-item-actions.ts'
import { useDraft, type ModerationAction, type Received, type ReceivedItem } from './queries.ts'
import styles from './moderation.module.css'
import { StatementForm, type StatementFormProps } from './statement-form.tsx'
import { StepDialog } from './step-dialog.tsx'
import { stepsOf, type Step } from './moderation-steps.ts'

type Restrict = Extract<ModerationAction, { type: 'restrict' }>
type Exemption = NonNullable<Restrict['exemption']>

export type RestrictCardProps = {
  notice: Received
  item: ReceivedItem
  doing: ItemActions
  rights: Permissions
  /** The proposed restriction, or the one to be replaced. */
  instance: string
  isOrder: boolean
}

/** A proposed restriction: complete, preview and send its statement of reasons, or drop it. */
export function RestrictionCard(props: RestrictCardProps): ReactNode {
  const { doing, rights, instance } = props
  const { t } = useText()
  const [step, setStep] = useState<Step>()
  const [drop] = stepsOf({ workflow: 'restriction', state: 'proposed', facts: {} })
  return (
    <Card
      title={t('restriction.title')}
      lead={t('restriction.description')}
      actions={
        rights.moderate &&
        drop && (
          <Button size="compact-sm" variant="default" onClick={() => setStep(drop)}>
            {t('moderation-action.drop')}
          </Button>
        )
      }
    >
      {rights.moderate ? (
        <RestrictionForm {...props} />
      ) : (
        <p className={styles.fine}>{t('moderation.next.not-yours')}</p>
      )}
      <StepDialog
        step={step}
        instance={instance}
        run={doing.run}
        onClose={() => setStep(undefined)}
      />
    </Card>
  )
}

export type ReplaceDialogProps = Omit<RestrictCardProps, 'isOrder'> & {
  opened: boolean
  onClose: () => void
}

/** Replaces a restriction in force without a gap. */
export function ReplaceDialog({ opened, onClose, ...props }: ReplaceDialogProps): ReactNode {
  const { t } = useText()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('moderation-action.replace')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      {opened && <RestrictionForm {...props} isOrder={false} isReplacement onClose={onClose} />}
    </Modal>
  )
}

type RestrictingProps = RestrictCardProps & { isReplacement?: boolean; onClose?: () => void }

function RestrictionForm({
  notice,
  item,
  doing,
  instance,
  isOrder,
  isReplacement,
  onClose,
}: RestrictingProps) {
  const { t } = useText()
  const draft = useDraft(notice.id, item.position)
  if (!draft.isSuccess) return <QueryStatus query={draft} />
  return (
    <RestrictForm
      draft={draft.data.draft}
      keptAs={`${notice.id} ${item.position} ${instance}${isReplacement === true ? ' vary' : ''}`}
      label={t(isReplacement === true ? 'restriction.submit-replacement' : 'restriction.submit')}
      exemption={isOrder ? 'authority-order' : ''}
      isReplacement={isReplacement === true}
      preview={(statement) =>
        server.moderation.preview({
          params: { id: notice.id, position: String(item.position) },
          body: { instance, statement },
        })
      }
      run={async ({ replacementReason, ...wish }) => {
        await doing.run(
          isReplacement === true
            ? { type: 'replace', instance, replacementReason, ...wish }
            : { type: 'restrict', instance, ...wish },
        )
        onClose?.()
      }}
      {...(onClose && { onClose })}
    />
  )
}

export type RestrictFormProps = Pick<
  StatementFormProps,
  'draft' | 'label' | 'preview' | 'onClose' | 'keptAs' | 'isSentLater'
> & {
  /** How the seller is informed, unless the person changes it. */
  deliver?: { by: 'mail' | 'own-channel'; to: string } | null
  /** The preselected reason for not informing the seller. */
  exemption?: Exemption | ''
  isReplacement?: boolean
  /** Whether the restriction is on a listing: only then does the form ask whether the product is illegal. */
  ofListing?: boolean
  run: (
    input: Omit<Restrict, 'type' | 'instance'> & { replacementReason: string },
  ) => Promise<unknown>
}

/** A statement of reasons to complete, and how the seller is informed or why not. */
export function RestrictForm(props: RestrictFormProps): ReactNode {
  const {
    exemption: first = '',
    isReplacement = false,
    ofListing = true,
    deliver,
    run,
    ...form
  } = props
  const { t } = useText()
  const [exemption, setExemption] = useState<Exemption | ''>(first)
  const [by, setBy] = useState(deliver?.by ?? 'own-channel')
  const [to, setTo] = useState(deliver?.to ?? '')
  const [illegalProduct, setIllegal] = useState(false)
  const [replacementReason, setReplacementReason] = useState('')
  const isTold = exemption === ''
  return (
    <StatementForm
      {...form}
      missing={[
        ...(isReplacement && replacementReason.trim() === ''
          ? [t('statement-missing.replacement-reason')]
          : []),
        ...(isTold && to.trim() === '' ? [t('statement-missing.deliver-to')] : []),
      ]}
      run={(statement) =>
        run({
          statement,
          illegalProduct,
          replacementReason: replacementReason.trim(),
          ...(isTold ? { deliver: { by, to: to.trim() } } : { exemption }),
        })
      }
    >
      {isReplacement && (
        <Textarea
          label={t('restriction.replacement-reason')}
          autosize
          minRows={2}
          maxLength={2000}
          value={replacementReason}
          onChange={({ currentTarget }) => setReplacementReason(currentTarget.value)}
        />
      )}
      {ofListing && (
        <Checkbox
          label={t('restriction.illegal-product')}
          description={t('restriction.illegal-product.hint')}
          checked={illegalProduct}
          onChange={({ currentTarget }) => setIllegal(currentTarget.checked)}
        />
      )}
      <NativeSelect
        label={t('restriction.informed-by')}
        value={exemption === '' ? by : exemption}
        data={[
          { value: 'own-channel', label: t('restriction.informed-by.own-channel') },
          { value: 'mail', label: t('restriction.informed-by.mail') },
          ...exemptions.map((value) => ({ value, label: t(`restriction.exempt.${value}`) })),
        ]}
        onChange={({ currentTarget: { value } }) => {
          setExemption(exemptions.find((one) => one === value) ?? '')
          if (value === 'mail' || value === 'own-channel') setBy(value)
        }}
      />
      {isTold && (
        <TextInput
          label={t(`restriction.recipient.${by}`)}
          description={t(`restriction.recipient.${by}.hint`)}
          type={by === 'mail' ? 'email' : 'text'}
          maxLength={320}
          value={to}
          onChange={({ currentTarget }) => setTo(currentTarget.value)}
        />
      )}
    </StatementForm>
  )
}

const exemptions = [
  'no-contact',
  'deceptive-high-volume',
  'authority-order',
] as const satisfies Exemption[]
