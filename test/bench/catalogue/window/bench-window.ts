/** The bench's window: the probe over the product's catalogue copy and search, and the search engines to compare it with. */
import './progress.ts';
import '../../../fixtures/catalogue-window/probe.tsx';
import './contenders.ts';
import './pages.ts';
