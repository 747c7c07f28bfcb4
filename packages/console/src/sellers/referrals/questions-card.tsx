import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { FormEvent, ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import { Card, Moment, Paged, Refused, StateMark, useKeptDraft } from '../../components/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import {
  useQuestions,
  useReadAgain,
  useSupplements,
  type ReferralDetailView,
  type ReferralQuestionView,
} from './queries.ts'
import styles from './referrals.module.css'

type QuestionsCardProps = { referral: ReferralDetailView }

/** What the recipient asks, with the answers. */
export function QuestionsCard({ referral }: QuestionsCardProps): ReactNode {
  const { t, list } = useText()
  const pages = useQuestions(referral.id)
  const { prepareDossiers } = permissionsOf(useMember())
  const isSender = referral.side === 'sender'
  return (
    <Card title={t('dossier.questions')}>
      <Paged
        pages={pages}
        empty={
          <p className={styles.fine}>
            {t(isSender ? 'dossier.questions.none' : 'dossier.questions.none-asked')}
          </p>
        }
      >
        {(items) => (
          <ol className={styles.trail}>
            {items.map((question) => (
              <li key={question.id}>
                <span className={styles.top}>
                  <StateMark tone={question.answeredAt === null ? 'waiting' : 'good'}>
                    {t(
                      question.answeredAt === null
                        ? 'dossier.question.open'
                        : 'dossier.question.answered',
                    )}
                  </StateMark>
                  <span className={styles.fine}>
                    <Moment at={question.askedAt} />
                    {question.items.length > 0 && ` · ${list(question.items)}`}
                  </span>
                </span>
                <p className={`${styles.words} stranger`} dir="auto">
                  <VisibleText text={question.text} />
                </p>
                {question.answeredAt === null ? (
                  isSender && prepareDossiers && <Answer id={referral.id} question={question} />
                ) : (
                  <Answered question={question} at={question.answeredAt} />
                )}
              </li>
            ))}
          </ol>
        )}
      </Paged>
    </Card>
  )
}

function Answered({ question, at }: { question: ReferralQuestionView; at: string }): ReactNode {
  const { t } = useText()
  return (
    <div className={styles.answer}>
      <span className={styles.fine}>
        {t('dossier.answer')} · <Moment at={at} />
        {question.supplement !== null && ` · ${t('dossier.answer.with-supplement')}`}
      </span>
      <p className={`${styles.words} stranger`} dir="auto">
        <VisibleText text={question.answer ?? ''} />
      </p>
    </div>
  )
}

/** Answers in words, and with a supplement that was submitted for it. */
function Answer({ id, question }: { id: string; question: ReferralQuestionView }): ReactNode {
  const { t, day } = useText()
  const { person } = useMember()
  const readAgain = useReadAgain(id)
  const supplements = useSupplements(id)
  const draft = useKeptDraft(
    { author: person.id, about: `answer ${question.id}` },
    { text: '', supplement: '' },
  )
  const { text, supplement } = draft.value
  const answer = useMutation({
    mutationFn: () =>
      server.referralQuestions.answer({
        params: { id, question: question.id },
        body: {
          action: { type: 'answer', text, ...(supplement !== '' && { supplement }) },
        },
      }),
    onSuccess: async () => {
      draft.clear()
      await readAgain()
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    answer.mutate()
  }
  return (
    <form onSubmit={submit} className={styles.fields}>
      <Textarea
        label={t('dossier.answer')}
        autosize
        minRows={2}
        maxRows={12}
        maxLength={8000}
        value={text}
        onChange={({ currentTarget }) => draft.setValue({ text: currentTarget.value, supplement })}
      />
      {(supplements.data?.length ?? 0) > 0 && (
        <NativeSelect
          label={t('dossier.answer.supplement')}
          value={supplement}
          data={[
            { value: '', label: t('dossier.answer.supplement.none') },
            ...(supplements.data ?? []).map((one) => ({
              value: one.id,
              label: `${day(one.submittedAt)} · ${one.text.slice(0, 60)}`,
            })),
          ]}
          onChange={({ currentTarget }) =>
            draft.setValue({ text, supplement: currentTarget.value })
          }
        />
      )}
      <Refused error={answer.error} />
      <div>
        <Button type="submit" loading={answer.isPending} disabled={text.trim() === ''}>
          {t('dossier.answer.send')}
        </Button>
      </div>
    </form>
  )
}
