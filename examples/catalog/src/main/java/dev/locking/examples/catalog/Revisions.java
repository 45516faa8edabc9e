package dev.locking.examples.catalog;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** What products have been. */
interface Revisions extends Repository<Revision, Long> {

    Optional<Revision> findFirstByCodeAndVersionAndContentIsNotNullOrderByIdDesc(String code, long version);

    long countByCodeAndContentIsNull(String code);

    Optional<Revision> findFirstByCodeOrderByIdDesc(String code);

    /** Of the product that has the code now, oldest first. */
    @Query("""
            select r from Revision r where r.code = :code and r.version > :version
            and r.id > (select coalesce(max(d.id), 0) from Revision d where d.code = :code and d.content is null)
            order by r.id""")
    List<Revision> findLaterThan(String code, long version);
}
