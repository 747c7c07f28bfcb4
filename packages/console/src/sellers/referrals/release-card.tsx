import { Button, Checkbox, Progress } from '@mantine/core'
import type { ErrorCode } from '@touchstone/contract'
import { useState, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Card, ConfirmButton, FactList, ProblemText, Refused } from '../../components/index.ts'
import { refusedFor } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { changeSentences } from './changes-text.ts'
import { useReferralStep, type ReferralDetailView } from './queries.ts'
import { ReferralStateMark, TlpMark } from './referral-marks.tsx'
import styles from './referrals.module.css'
import { RehearsalWarning, useUnreadLines } from './rehearsal-warning.tsx'
import { UserName } from './user-name.tsx'

type ReleaseCardProps = { referral: ReferralDetailView }

/** The release by a second person, and the making of the package that it starts. */
export function ReleaseCard({ referral }: ReleaseCardProps): ReactNode {
  const { t } = useText()
  const { state, recipient, tlp, number, submittedBy, missing } = referral
  const unread = useUnreadLines(referral)
  return (
    <Card title={t('dossier.release.title')} lead={t('dossier.release.description')}>
      <FactList
        facts={[
          [t('dossiers.state'), <ReferralStateMark state={state} side="sender" />],
          [t('dossier.recipient'), recipient],
          [t('dossier.tlp'), <TlpMark label={tlp} />],
          [t('dossier.number'), number],
          [
            t('dossier.submitted-by'),
            submittedBy === null ? undefined : <UserName id={submittedBy} />,
          ],
        ]}
      />
      <RehearsalWarning lines={unread} />
      {missing.length > 0 && (
        <div className={styles.told} role="status">
          <strong>{t('dossier.release.missing')}</strong>
          <ul className={styles.basis}>
            {missing.map(({ line, label }) => (
              <li key={line}>{label}</li>
            ))}
          </ul>
        </div>
      )}
      {state === 'awaiting-release' && (
        <Decide referral={referral} isRehearsal={unread.length > 0} />
      )}
      {state === 'releasing' && <Packing referral={referral} />}
      {state === 'packing-failed' && <Retry referral={referral} />}
    </Card>
  )
}

function Decide({ referral, isRehearsal }: ReleaseCardProps & { isRehearsal: boolean }): ReactNode {
  const { t } = useText()
  const text = useText()
  const { person } = useMember()
  const { releaseDossiers } = permissionsOf(useMember())
  const [accepts, setAccepts] = useState(false)
  const [rehearses, setRehearses] = useState(false)
  const step = useReferralStep(referral)
  const { changes, submittedBy, recipient } = referral
  const sentences = changes === null ? [] : changeSentences(text, changes)
  const isOwn = submittedBy === person.id
  return (
    <>
      {changes !== null && (
        <div className={styles.told} role="status">
          <strong>{t('dossier.changes')}</strong>
          <ul className={styles.basis}>
            {sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </div>
      )}
      {changes === null && <p className={styles.fine}>{t('dossier.changes.none')}</p>}
      {!releaseDossiers || isOwn ? (
        <p>{t(isOwn ? 'dossier.release.own' : 'dossier.release.denied')}</p>
      ) : (
        <div className={styles.steps}>
          <ConfirmButton
            label={t('dossier.release')}
            title={t('dossier.release.confirm', { recipient })}
            text={t('dossier.release.confirm.text')}
            ready={(changes === null || accepts) && (!isRehearsal || rehearses)}
            run={() => step.mutateAsync({ type: 'release', acceptChanges: accepts })}
            button={{ variant: 'filled' }}
          >
            {isRehearsal && (
              <Checkbox
                label={t('dossier.rehearsal.accept')}
                checked={rehearses}
                onChange={({ currentTarget }) => setRehearses(currentTarget.checked)}
              />
            )}
            {changes !== null && (
              <Checkbox
                label={t('dossier.release.accept')}
                checked={accepts}
                onChange={({ currentTarget }) => setAccepts(currentTarget.checked)}
              />
            )}
          </ConfirmButton>
          <ConfirmButton
            label={t('dossier.return')}
            title={t('dossier.return.title')}
            text={t('dossier.return.text')}
            reason={{ label: t('dossier.reason'), required: true }}
            run={(reason) => step.mutateAsync({ type: 'return', reason })}
          />
        </div>
      )}
    </>
  )
}

function Packing({ referral: { progress } }: ReleaseCardProps): ReactNode {
  const { t } = useText()
  const { done, total } = progress ?? { done: 0, total: 0 }
  const words = t('dossier.packing', { done, total })
  return (
    <div role="status">
      <p>{words}</p>
      <Progress value={total === 0 ? 0 : (100 * done) / total} aria-label={words} />
      <p className={styles.fine}>{t('dossier.packing.hint')}</p>
    </div>
  )
}

function Retry({ referral }: ReleaseCardProps): ReactNode {
  const { t } = useText()
  const { person } = useMember()
  const { releaseDossiers } = permissionsOf(useMember())
  const step = useReferralStep(referral)
  const { problem, submittedBy } = referral
  const isOwn = submittedBy === person.id
  return (
    <>
      {problem !== null && (
        <p role="alert">
          <ProblemText problem={refusedFor(problem.code as ErrorCode, problem.message)} />
        </p>
      )}
      {!releaseDossiers || isOwn ? (
        <p>{t(isOwn ? 'dossier.release.own' : 'dossier.release.denied')}</p>
      ) : (
        <Button loading={step.isPending} onClick={() => step.mutate({ type: 'retry' })}>
          {t('dossier.retry')}
        </Button>
      )}
      <Refused error={step.error} />
    </>
  )
}
