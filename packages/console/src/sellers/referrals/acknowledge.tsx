import { Checkbox, NumberInput, Textarea, TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { ConfirmButton } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { useReferralStep, type ReferralDetailView } from './queries.ts'

const noSilence = { days: 30, reference: '', reason: '', contact: '' }
const maxDays = 180

type AcknowledgeProps = {
  referral: ReferralDetailView
  /** Whether the organisation is of a kind that asks for silence. */
  mayHold: boolean
}

/** Confirms the receipt; an admin of an authority may ask for silence with it. */
export function Acknowledge({ referral, mayHold }: AcknowledgeProps): ReactNode {
  const { t } = useText()
  const step = useReferralStep(referral)
  const { orderConfidentiality, releaseDossiers } = permissionsOf(useMember())
  const [isSilent, setSilent] = useState(false)
  const [silence, setSilence] = useState(noSilence)
  const put = (part: Partial<typeof noSilence>): void => setSilence({ ...silence, ...part })
  const isWhole = [silence.reference, silence.reason, silence.contact].every(
    (value) => value.trim() !== '',
  )
  return (
    <ConfirmButton
      label={t('dossier.acknowledge')}
      title={t('dossier.acknowledge.title')}
      text={t('dossier.acknowledge.text', { sender: referral.sender })}
      ready={!isSilent || isWhole}
      run={() => step.mutateAsync({ type: 'acknowledge', ...(isSilent && { silence }) })}
      button={{ variant: 'filled' }}
    >
      {mayHold && orderConfidentiality && releaseDossiers && (
        <Checkbox
          label={t('dossier.silence.ask')}
          description={t('dossier.silence.ask.hint')}
          checked={isSilent}
          onChange={({ currentTarget }) => setSilent(currentTarget.checked)}
        />
      )}
      {isSilent && (
        <>
          <NumberInput
            label={t('dossier.silence.days')}
            min={1}
            max={maxDays}
            allowDecimal={false}
            value={silence.days}
            onChange={(days) => put({ days: Number(days) || 1 })}
          />
          <TextInput
            label={t('dossier.silence.reference')}
            maxLength={200}
            value={silence.reference}
            onChange={({ currentTarget }) => put({ reference: currentTarget.value })}
          />
          <Textarea
            label={t('dossier.reason')}
            autosize
            minRows={2}
            maxRows={6}
            maxLength={2000}
            value={silence.reason}
            onChange={({ currentTarget }) => put({ reason: currentTarget.value })}
          />
          <TextInput
            label={t('dossier.silence.contact')}
            maxLength={500}
            value={silence.contact}
            onChange={({ currentTarget }) => put({ contact: currentTarget.value })}
          />
        </>
      )}
    </ConfirmButton>
  )
}
