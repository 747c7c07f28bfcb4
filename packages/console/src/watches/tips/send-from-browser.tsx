import { Button } from '@mantine/core'
import { useEffect, useRef, type ReactNode } from 'react'
import { extensionArchive } from 'virtual:extension-archive'
import { pageLink } from '../../../extension/page-link.ts'
import { readPage } from '../../../extension/read-page.ts'
import { useText } from '../../messages/index.ts'
import { Card, CopyButton } from '../../components/index.ts'
import styles from './tips.module.css'

/** How pages get here out of the browser: the extension, or a bookmarklet where none may be installed. */
export function SendFromBrowser(): ReactNode {
  const { t } = useText()
  const link = useRef<HTMLAnchorElement>(null)
  const script = bookmarklet(window.location.origin, t('tips.bookmarklet.sign-in'))
  useEffect(() => {
    // React replaces such addresses. Nothing runs in this page: its policy refuses scripts in addresses.
    link.current?.setAttribute('href', script)
  }, [script])
  return (
    <Card title={t('tips.from-browser')}>
      <p>{t('tips.from-browser.text')}</p>
      <h3 className={styles.way}>{t('tips.extension')}</h3>
      <ol className={styles.steps}>
        <li>
          <a href={extensionArchive} download="touchstone-extension.zip">
            {t('tips.extension.download')}
          </a>
        </li>
        <li>{t('tips.extension.load')}</li>
        <li>
          {t('tips.extension.address')} <code>{window.location.origin}</code>{' '}
          <CopyButton text={window.location.origin} size="compact-xs" />
        </li>
        <li>{t('tips.extension.use')}</li>
      </ol>
      <h3 className={styles.way}>{t('tips.bookmarklet')}</h3>
      <p className={styles.fine}>{t('tips.bookmarklet.text')}</p>
      <Button
        ref={link}
        component="a"
        variant="default"
        size="compact-sm"
        onClick={(event) => event.preventDefault()}
      >
        {t('tips.bookmarklet.name')}
      </Button>
    </Card>
  )
}

/** A script in an address, for the bookmarks bar. It reads the page like the extension, and opens the console. */
function bookmarklet(origin: string, words: string): string {
  const code = `(()=>{const page=(${readPage.toString()})();if(page.asksForSignIn)return void alert(${JSON.stringify(words)});open((${pageLink.toString()})(${JSON.stringify(origin)},{...page,sentWith:'bookmarklet'}))})()`
  return `javascript:${encodeURIComponent(code)}`
}
