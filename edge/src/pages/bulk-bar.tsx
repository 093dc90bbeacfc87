/** What is done to all chosen videos at once; the element around it does it, so without script it is not shown. */
export const BulkBar = () => (
  <form class="bulk" method="dialog" aria-label="Chosen videos">
    <label class="switch">
      <input type="checkbox" autocomplete="off" data-all />
      All on this page
    </label>
    <span class="small" role="status" data-count />
    <fieldset hidden>
      <legend class="hidden">Do with the chosen videos</legend>
      <button type="button" class="quiet" value="publish">
        Publish
      </button>
      <button type="button" class="quiet" value="unpublish">
        Unpublish
      </button>
      <button type="button" class="quiet danger" value="delete">
        Delete
      </button>
      <span class="tagging">
        <input name="tag" maxlength={40} placeholder="Tag" aria-label="Tag" autocomplete="off" list="tags" />
        <datalist id="tags" />
        <button type="submit" class="quiet" value="tag">
          Add tag
        </button>
        <button type="button" class="quiet" value="untag">
          Remove tag
        </button>
      </span>
    </fieldset>
  </form>
);
