/** Catches a fault of the program in one part of the window, so that the rest can go on; says that nothing written is lost. */
import type { i18n } from 'i18next';
import { Component, type ReactNode } from 'react';
import styles from './app.module.css';

type ErrorBoundaryProps = {
  i18n: i18n;
  /** `window`: nothing else is left to go on with. */
  place: 'window' | 'feature';
  children: ReactNode;
};

export class ErrorBoundary extends Component<ErrorBoundaryProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    const { i18n, place } = this.props;
    const again = () => (place === 'window' ? window.location.reload() : this.setState({ failed: false }));
    return (
      <div className={styles['fault']} role="alert">
        <h2>{i18n.t('error.FAULT.what')}</h2>
        <p>{i18n.t('error.FAULT.kept')}</p>
        <p>{i18n.t('error.FAULT.do')}</p>
        <button type="button" onClick={again}>
          {i18n.t(place === 'window' ? 'start.reload' : 'trouble.retry')}
        </button>
      </div>
    );
  }
}
