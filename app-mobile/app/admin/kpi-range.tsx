export { RangeScreen as default } from '../../src/screens/range/range-screen.tsx';
