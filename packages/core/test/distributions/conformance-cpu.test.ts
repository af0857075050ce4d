import { describeFamilies } from '../families/describe-families.js';

describeFamilies('cpu');
