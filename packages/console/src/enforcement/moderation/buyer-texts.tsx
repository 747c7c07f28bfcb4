import { Button, Modal, NativeSelect, Stack } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { localeNames, locales, useText } from '../../messages/index.ts'
import { CopyButton, saveText } from '../../components/index.ts'
import type { ReceivedItem } from './queries.ts'
import styles from './moderation.module.css'

type Texts = ReceivedItem['buyersTexts'][number]

/** The message to buyers, and the announcement for those without contact details, to copy or save. */
export function BuyersText({ texts }: { texts: Texts }): ReactNode {
  const { t, list, locale } = useText()
  const [opened, setOpened] = useState(false)
  const [language, setLanguage] = useState(locale)
  const { tell, publication, reviewed, lines } = texts
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setOpened(true)}>
        {t('buyer-messages.text')}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('buyer-messages.text')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('state.close') }}
      >
        <Stack gap="md">
          {!reviewed && <p>{t('buyer-messages.unreviewed')}</p>}
          <p className={styles.fine}>
            {list(
              lines.map(({ article, verified }) =>
                verified ? article : t('buyer-messages.unverified', { article }),
              ),
            )}
          </p>
          <NativeSelect
            label={t('buyer-messages.language')}
            value={language}
            data={locales.map((one) => ({ value: one, label: localeNames[one] }))}
            onChange={({ currentTarget: { value } }) =>
              setLanguage(locales.find((one) => one === value) ?? locale)
            }
          />
          <OneText
            title={t('buyer-messages.direct')}
            text={tell[language]}
            language={language}
            file="buyers.txt"
          />
          <OneText
            title={t('buyer-messages.publication')}
            text={publication[language]}
            language={language}
            file="publication.txt"
          />
        </Stack>
      </Modal>
    </>
  )
}

function OneText(props: {
  title: string
  text: string
  language: string
  file: string
}): ReactNode {
  const { t } = useText()
  const { title, text, language, file } = props
  return (
    <section>
      <h3>{title}</h3>
      <pre className={styles.text} lang={language} tabIndex={0}>
        {text}
      </pre>
      <div className={styles.steps}>
        <CopyButton text={text} size="compact-sm" />
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => saveText(text, file, 'text/plain')}
        >
          {t('buyer-messages.download')}
        </Button>
      </div>
    </section>
  )
}
