import './strict-zod.ts';
import '../ui/base.css';
import { createRoot } from 'react-dom/client';
import { must } from '../../shared/must.ts';

createRoot(must(document.getElementById('root'), 'index.html has #root')).render(<main id="qoima" />);
